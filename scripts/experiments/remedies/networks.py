"""The networks of this experiment, fully connected or of windows, and how they learn: all repeats at once."""

from functools import partial

import torch

from scripts.evidence.chance import generator
from snippets.convolution import as_fully_connected, convolve
from snippets.ensemble import batches, forward, init
from snippets.remedies import dropout, train

CLASSES = 10
STRIDE, CHANNELS = 2, 16
WINDOWS = (1, 5, 20), (CHANNELS, 3, 10), (CHANNELS, 3, 5)  # of each layer: input channels, window size, positions


def dropped_out(parameters, x, rate, generators):
    """The networks of snippets/ensemble.py with dropout of their hidden units."""
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = dropout(torch.relu(torch.baddbmm(bias, x, weight)), rate, generators)
    return torch.baddbmm(parameters[-1], x, parameters[-2])


def init_windowed(generators, shared, device):
    """Networks of three convolutions and a full layer; not shared: the same windows, each with weights of its own."""
    parameters = []
    for channels, size, positions in WINDOWS:
        each = generators if shared else [g for g in generators for _ in range(positions)]
        layer = init((size * channels, CHANNELS), each, device)
        parameters += layer if shared else [p.detach().unflatten(0, (-1, positions)).requires_grad_() for p in layer]
    return parameters + init((CHANNELS * WINDOWS[-1][2], CLASSES), generators, device)


def windowed(parameters, x):
    """The outputs (E, n, classes) of such networks for signals (E, n, length)."""
    x = x[..., None]
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = torch.relu(convolve(x, weight, bias, STRIDE))
    return x.flatten(2) @ parameters[-2] + parameters[-1]


def learn(seed, x, y, rows, steps, batch_size, rate, *, hidden=None, shared=False, dropout_rate=0.0, weight_decay=0.0,
          augment=None, after_step=None):  # fmt: skip
    """A network for each repeat, from its rows (repeats, examples); without `hidden` layers it is one of windows.

    Returns the parameters, and a function from inputs (repeats, n, length) to answers (repeats, n, classes).
    """
    start, noise = ([generator(seed, repeat, purpose) for repeat in range(len(rows))] for purpose in (1, 2))
    if hidden:
        outputs, parameters = forward, init((x.shape[1], *hidden, CLASSES), start, x.device)
    else:
        outputs, parameters = windowed, init_windowed(start, shared, x.device)

    def answer(inputs):
        return outputs(parameters, inputs)

    def in_training(parameters, inputs):
        inputs = augment(inputs, noise) if augment else inputs
        return dropped_out(parameters, inputs, dropout_rate, noise) if dropout_rate else outputs(parameters, inputs)

    order = batches(rows, batch_size, steps, start)  # the same weights and batches in each repeat, whatever the remedy
    after_step = after_step and partial(after_step, answer)
    train(parameters, in_training, x, y, order, rate, weight_decay, after_step)
    return parameters, answer


def equivalence_gap(parameters, x):
    """How far trained convolutions are from the fully connected layers with their weights, and the latters' weights."""
    gap, count = 0.0, 0
    x = x[None, :, :, None].double()
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        weight, bias = weight[:1].detach().double(), bias[:1].detach().double()
        matrix = as_fully_connected(weight[0], *x.shape[2:], STRIDE)
        shared = convolve(x, weight, bias, STRIDE)
        full = x.flatten(2) @ matrix + bias.repeat(1, 1, shared.shape[2])
        gap, count = max(gap, (full - shared.flatten(2)).abs().max().item()), count + matrix.numel()
        x = torch.relu(shared)
    return gap, count
