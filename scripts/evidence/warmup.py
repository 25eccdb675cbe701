"""What the experiments on warm-up share: the task, the schedules, and many transformers trained at once."""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import digits, orders, signals
from scripts.evidence.transformer import Adam
from snippets.ensemble import batches

TOGETHER = 40  # members in one batched product: more would not fit the cache


def factors(steps, warm=0, decay=False):
    """(steps,): the learning rate of each step as a share of its peak; `warm` steps upward, then linearly to zero."""
    step = torch.arange(steps, dtype=torch.float64)
    up = ((step + 1) / warm).clamp(max=1) if warm else torch.ones_like(step)
    return up * ((steps - step.clamp(min=warm)) / (steps - warm) if decay else 1)


class Task:
    """Digits or MNIST-1D cut into tokens: for each repeat a split, an initialization and batches of its own.

    A thousand examples are for training, the next 397 for choosing rates, and 400 for testing.
    """

    def __init__(self, device, seed, shape, *, repeats, steps, batch_size, data="digits", filling=0):
        x, y = digits(device) if data == "digits" else signals(device)
        self.x, self.y = ((x - x.mean()) / x.std()).unflatten(1, (shape.tokens, shape.features)), y
        self.shape, self.steps = shape, steps
        chance = [generator(seed, repeat) for repeat in range(repeats)]
        split = orders(chance, x)
        self.parts = {"validation": split[:, 1000:1397], "test": split[:, 1397:1797]}
        self.start = shape.init(chance).to(device)
        self.order = batches(split[:, :1000], batch_size, steps, chance)  # (steps, repeats, batch_size)
        self.filling = batches(split[:, :1000], batch_size, filling, chance) if filling else None

    def gradients(self, theta, rows, shape=None):
        return (shape or self.shape).gradients(theta, self.x[rows], self.y[rows])

    @torch.no_grad()
    def accuracy(self, theta, members, part="test", shape=None):
        """In percent, of each member: a run that failed scores what it gets."""
        rows = self.parts[part][members]
        right = (shape or self.shape).forward(theta, self.x[rows]).argmax(-1) == self.y[rows]
        return (100 * right.double().mean(1)).tolist()

    def train(self, schedules, part="test", shape=None):
        """Accuracies of every repeat under each schedule (steps,) of rates: [[repeat, ...] of each schedule].

        Adam with PyTorch's defaults. Also the training losses, (schedules, repeats, steps).
        """
        repeats = len(self.start)
        jobs = [(schedule, member) for schedule in schedules for member in range(repeats)]
        accuracies, histories = [], []
        for begin in range(0, len(jobs), TOGETHER):
            chosen = jobs[begin : begin + TOGETHER]
            members = torch.tensor([member for _, member in chosen])
            rates = torch.stack([schedule for schedule, _ in chosen], 1).float()
            theta, losses = self.start[members], []
            optimizer = Adam(theta)
            for step in range(self.steps):
                loss, gradient = self.gradients(theta, self.order[step, members], shape)
                optimizer.step(theta, gradient, rates[step])
                losses.append(loss)
            accuracies += self.accuracy(theta, members, part, shape)
            histories.append(torch.stack(losses, 1))
        rows = [accuracies[first : first + repeats] for first in range(0, len(jobs), repeats)]
        return rows, torch.cat(histories).unflatten(0, (-1, repeats))
