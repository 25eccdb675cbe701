"""The two data sets that most experiments learn from; neither is loaded from the network."""

import torch
from mnist1d.data import get_dataset_args, make_dataset
from sklearn.datasets import load_digits

CLASSES = 10


def signals(device="cpu"):
    """MNIST-1D (Greydanus and Kobak, 2024), its training and test part together: x (5000, 40), classes (5000,)."""
    made = make_dataset(get_dataset_args())
    x, y = (torch.cat([torch.tensor(made[part]) for part in (name, f"{name}_test")]) for name in "xy")
    return x.float().to(device), y.long().to(device)


def digits(device="cpu"):
    """The handwritten digits of scikit-learn: x (1797, 64) in [0, 1], classes (1797,)."""
    pixels, labels = load_digits(return_X_y=True)
    return torch.tensor(pixels).float().to(device) / 16, torch.tensor(labels).to(device)


def orders(chance, x):
    """The rows of x in a random order for each generator: (repeats, rows)."""
    return torch.stack([torch.randperm(len(x), generator=each) for each in chance])
