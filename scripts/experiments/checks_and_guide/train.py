"""A program trained as its owner would train it, with the losses that he would write down."""

from dataclasses import replace

import torch

from snippets.by_heart import different
from snippets.guess_loss import guess_loss
from snippets.parts import call, take


def logged(program):
    """The same program, and the losses of its updates, as they are computed in it."""
    losses = []

    def loss(out, y):
        value = program.loss(out, y)
        losses.append(value.item())
        return value

    return replace(program, loss=loss), losses


@torch.no_grad()
def evaluated(program, net, x, y):
    return program.loss(call(net.eval(), x), y).item()


def train(program, x, y, held, seed, rounds, batch):
    """Losses: the mean of each epoch, of held-out data after it, before the first step, and of the training data in
    evaluation mode at the end."""
    torch.manual_seed(seed)
    program, losses = logged(program)
    net, step = program.start()
    net.to(y.device)
    curve, after, first = [], [], None
    for _ in range(rounds):
        losses.clear()
        for rows in torch.randperm(len(y)).split(batch):
            if len(rows) == batch:
                step(take(x, rows), y[rows])
        first = losses[0] if first is None else first
        curve.append(sum(losses) / len(losses))
        after.append(evaluated(program, net, *held))
    return {"untrained": first, "train": curve, "held": after, "evaluated": evaluated(program, net, x, y)}


def eight(program, x, y, seed, steps):
    """The loss to which eight examples fall, and that of a guess for them."""
    torch.manual_seed(seed)
    rows = different(x, y)
    program, losses = logged(program)
    net, step = program.start()
    net.to(y.device)
    for _ in range(steps):
        step(take(x, rows), y[rows])
    return losses[-1], guess_loss(y[rows])["guess"]
