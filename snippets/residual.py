"""Deep ReLU networks, plain or with skip connections (He et al., 2015); E of
them at once, by batched products."""

import torch
from torch.nn.functional import batch_norm


def init(
    depth, width, inputs, classes, generators, device="cpu", skip=False, norm=False
):
    """A list per layer: weights (E, m, n), normal with variance 2 / m (He's), and
    biases (E, 1, n); with norm, but for the last layer, batch normalization's
    biases, factors, running mean and variance instead, each (E * n).

    Without norm, each block with a skip connection starts as the identity: its
    second layer starts at 0.
    """
    layers, hidden = [], [(width, width)] * (depth - 2)
    for place, (m, n) in enumerate([(inputs, width), *hidden, (width, classes)]):
        last = place == depth - 1
        closes_block = place % 2 == 0 and place > 0 and not last
        scale = 0 if skip and closes_block and not norm else (2 / m) ** 0.5
        weight = torch.stack([torch.randn(m, n, generator=g) for g in generators])
        weight = weight.to(device) * scale
        learned, running = [weight, torch.zeros_like(weight[:, :1])], []
        if norm and not last:
            zero = learned.pop().flatten()
            learned += [zero, torch.ones_like(zero)]
            running = [zero.clone(), torch.ones_like(zero)]
        layers.append([part.requires_grad_() for part in learned] + running)
    return layers


def layer(x, weight, bias, gain=None, mean=None, variance=None, training=True):
    """x W + b for x (E, n, m); with a gain, batch-normalized: by this batch's
    statistics, or the running ones."""
    if gain is None:
        return torch.baddbmm(bias, x, weight)
    flat = torch.bmm(x, weight).transpose(0, 1).flatten(1)  # (n, E * units)
    flat = batch_norm(flat, mean, variance, gain, bias, training)
    return flat.view(len(flat), len(x), -1).transpose(0, 1)


def forward(layers, x, skip=False, training=True):
    """Logits (E, n, classes) for x (E, n, inputs); the layers are the first,
    blocks of two, and the last."""
    x = torch.relu(layer(x, *layers[0], training=training))
    for one, two in zip(layers[1:-1:2], layers[2:-1:2], strict=True):
        y = torch.relu(layer(x, *one, training=training))
        y = layer(y, *two, training=training)
        x = torch.relu(y + x if skip else y)
    return layer(x, *layers[-1])
