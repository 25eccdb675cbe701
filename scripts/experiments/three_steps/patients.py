"""The patients, split into those to train on and those to test on, and least squares on them."""

import torch
from sklearn.datasets import load_diabetes

from scripts.evidence.chance import generator


def load(device):
    """The ten measurements (patients, 10) and the scores (patients,)."""
    data = load_diabetes(scaled=False)
    return (torch.tensor(part, dtype=torch.float64, device=device) for part in (data.data, data.target))


def split(seed, repeat, patients, train_size):
    """The places of the training and of the test patients."""
    return torch.randperm(patients, generator=generator(seed, repeat)).split([train_size, patients - train_size])


def least_squares(inputs, y):
    """The parameters with the smallest mean squared error, in closed form. inputs: (examples, parameters)."""
    return torch.linalg.lstsq(inputs, y[:, None]).solution[:, 0]


def with_one(*inputs):
    """The inputs of a function that is linear in its parameters, the first of them a constant: (examples, 1 + n)."""
    return torch.column_stack([torch.ones_like(inputs[0]), *inputs])
