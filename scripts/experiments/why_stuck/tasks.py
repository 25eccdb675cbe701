"""Small problems to be stuck on: inputs (E, rows, features), labels, and the loss for both; each its own draw."""

import torch
from sklearn.datasets import load_breast_cancer, load_diabetes
from torch.nn.functional import cross_entropy, one_hot

from scripts.evidence.data import CLASSES, digits, signals
from snippets.ensemble import forward, init

FEATURES = 10
TEACHER = (FEATURES, 8, 1)


def squared(outputs, labels):
    """(E, outputs, rows) and as many numbers, as `snippets.ensemble.train` gives them: (E, rows)."""
    return (outputs - labels).square().sum(1)


def classes_apart(outputs, labels):
    return cross_entropy(outputs, labels, reduction="none")


def standardized(x, dims):
    return (x - x.mean(dims, keepdim=True)) / x.std(dims, keepdim=True).clamp_min(1e-6)


def of_data(data, count, chance):
    """So many rows for each generator."""
    x, y = data
    rows = torch.stack([torch.randperm(len(x), generator=each)[:count] for each in chance])
    return x[rows], y[rows]


def digit_classes(count, chance):
    x, y = of_data(digits(), count, chance)
    return standardized(x, (0, 1)), y, CLASSES, classes_apart


def digit_numbers(count, chance):
    x, y, outputs, _ = digit_classes(count, chance)
    return x, one_hot(y, CLASSES).float(), outputs, squared


def signal_classes(count, chance):
    x, y = of_data(signals(), count, chance)
    return standardized(x, (0, 1)), y, CLASSES, classes_apart


def teacher(count, chance):
    """A random network's outputs, with noise."""
    x = torch.stack([torch.randn(count, FEATURES, generator=each) for each in chance])
    weights = init(TEACHER, chance)
    with torch.no_grad():
        for weight in weights[::2]:
            weight *= 3
        y = standardized(forward(weights, x), 1)
    noise = torch.stack([torch.randn(count, 1, generator=each) for each in chance])
    return x, y + 0.3 * noise, 1, squared


def waves(count, chance):
    """Which of five waves is it? They come with any phase, and noise."""
    times = torch.linspace(0, 1, 30)
    x, y = [], []
    for each in chance:
        kinds = torch.randint(5, (count,), generator=each)
        turns = 1 + torch.rand(5, generator=each) + torch.arange(5)
        phase = 0.3 * torch.rand(count, 1, generator=each)
        clean = torch.sin(6.283 * turns[kinds, None] * (times + phase))
        x.append(clean + torch.randn(clean.shape, generator=each))
        y.append(kinds)
    return torch.stack(x), torch.stack(y), 5, classes_apart


def friedman(count, chance):
    """The first function of Friedman (1991), as scikit-learn's make_friedman1 has it, with noise; standardized."""
    x = torch.stack([torch.rand(count, FEATURES, generator=each) for each in chance])
    first, second, third, fourth, fifth = x.unbind(2)[:5]
    y = 10 * torch.sin(3.14159 * first * second) + 20 * (third - 0.5) ** 2 + 10 * fourth + 5 * fifth
    noise = torch.stack([torch.randn(count, generator=each) for each in chance])
    return standardized(x, (0, 1)), standardized(y + noise, 1)[..., None], 1, squared


def tumors(count, chance):
    """Malignant or not, from scikit-learn's copy of the Wisconsin data; a tenth of the labels is wrong."""
    x, y = (torch.tensor(part) for part in load_breast_cancer(return_X_y=True))
    x, y = of_data((standardized(x.float(), 0), y), count, chance)
    wrong = torch.stack([torch.rand(count, generator=each) for each in chance]) < 0.1
    return x, torch.where(wrong, 1 - y, y), 2, classes_apart


def diabetes(count, chance):
    x, y = (torch.tensor(part).float() for part in load_diabetes(return_X_y=True))
    x, y = of_data((standardized(x, 0), standardized(y, 0)[:, None]), count, chance)
    return x, y, 1, squared


TASKS = {task.__name__: task for task in (
    digit_classes, digit_numbers, signal_classes, teacher, waves, friedman, tumors, diabetes
)}  # fmt: skip
