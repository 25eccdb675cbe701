"""Small networks that classify: what the experiments on stalls have in common."""

import torch
from mnist1d.data import get_dataset_args, make_dataset
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy, one_hot

from scripts.evidence.chance import generator
from snippets.ensemble import init

CLASSES = 10
ACTIVATIONS = {"tanh": torch.tanh, "ReLU": torch.relu}


def load(data, device, seed, repeats, examples):
    """x (repeats, examples, inputs), y (repeats, examples), and a guess's loss (repeats,): a draw for each repeat."""
    if data == "digits":
        whole = load_digits()
        x, y = torch.tensor(whole.data).float() / 16, torch.tensor(whole.target)
    else:
        signals = make_dataset(get_dataset_args())
        x, y = torch.tensor(signals["x"]).float(), torch.tensor(signals["y"]).long()
    draws = [torch.randperm(len(x), generator=generator(seed, repeat, 0))[:examples] for repeat in range(repeats)]
    rows = torch.stack(draws)
    shares = one_hot(y[rows], CLASSES).double().mean(1)
    return x[rows].to(device), y[rows].to(device), torch.special.entr(shares).sum(1).float().to(device)


def start(sizes, seed, repeats, scale, device):
    """Networks as PyTorch draws them, each tensor times `scale`."""
    draws = [generator(seed, repeat, 1, len(sizes)) for repeat in range(repeats)]
    return [scale * tensor.detach() for tensor in init(sizes, draws, device)]


def losses(parameters, x, y, activation):
    """The mean cross entropy of each network (repeats,)."""
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = activation(torch.baddbmm(bias, x, weight))
    return cross_entropy(torch.baddbmm(parameters[-1], x, parameters[-2]).mT, y, reduction="none").mean(1)


def length(tensors):
    """The length of each network's gradient or parameters (repeats,)."""
    return torch.cat([tensor.flatten(1) for tensor in tensors], 1).norm(dim=1)
