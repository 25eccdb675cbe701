"""Models that are wrong inside and train all the same: most kinds are from torchtest2's gallery of bugs (0.1.0)."""

import torch
from torch import nn

from scripts.experiments.first_checks.programs import images, update


class Unordered(nn.Module):
    """An LSTM that was not told that the batch comes first: it reads the examples as if they were moments."""

    def __init__(self):
        super().__init__()
        self.recurrent, self.head = nn.LSTM(8, 16), nn.Linear(16, 10)

    def forward(self, x):
        return self.head(self.recurrent(x.reshape(-1, 8, 8))[0][:, -1])


class Viewed(nn.Module):
    """The rows of the images are to come first, and get there by `view` where `transpose` is due."""

    def __init__(self):
        super().__init__()
        self.row, self.place, self.head = nn.Linear(8, 32), nn.Parameter(torch.ones(8, 1, 32)), nn.Linear(32, 10)

    def forward(self, x):
        rows = x.view(8, -1, 8)
        return self.head(torch.relu((self.place * self.row(rows)).sum(0)))


class OverTheBatch(nn.Module):
    """Attention to the eight rows of an image, whose weights sum to one over the batch and not over the rows."""

    def __init__(self):
        super().__init__()
        self.score, self.value, self.head = nn.Linear(8, 1), nn.Linear(8, 32), nn.Linear(32, 10)

    def forward(self, x):
        rows = x.reshape(-1, 8, 8)
        shares = torch.softmax(self.score(rows), 0)
        return self.head(torch.relu((shares * self.value(rows)).sum(1)))


class SameHalfTwice(nn.Module):
    """One part for each half of the image, and both get the upper half."""

    def __init__(self):
        super().__init__()
        self.upper, self.lower, self.head = nn.Linear(32, 16), nn.Linear(32, 16), nn.Linear(32, 10)

    def forward(self, x):
        upper, lower = x[:, :32], x[:, :32]
        return self.head(torch.relu(torch.cat([self.upper(upper), self.lower(lower)], 1)))


class LearnedNoise(nn.Module):
    """Noise whose variance is learned: once it is negative, `where` hides the value of its root, not the gradient."""

    def __init__(self):
        super().__init__()
        self.head, self.variance = nn.Linear(64, 10), nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        scores = self.head(x)
        if self.training:
            size = torch.where(self.variance > 0, self.variance.sqrt(), 0)
            scores = scores + size * torch.randn_like(scores)
        return scores


class OfLengthOne(nn.Module):
    """Each image is divided by its own length, the square root of a sum of squares."""

    def __init__(self):
        super().__init__()
        self.first, self.head = nn.Linear(64, 32, bias=False), nn.Linear(32, 10)

    def forward(self, x):
        hidden = self.first(x)
        length = (hidden**2).sum(1, keepdim=True).sqrt()
        return self.head(torch.relu(4 * hidden / (length + 1e-6)))


def one_blank(chance, count):
    x, y = images(chance, count)
    x[3] = 0
    return x, y


def new_head(net, optimizer, loss):
    """The optimizer is there already."""
    net[-1] = nn.Linear(32, 10)
    return update(net, optimizer, loss)
