"""Deep ReLU networks, plain or with skip connections (He et al., 2015); E of them at once, by batched products."""

import torch
from torch.nn.functional import batch_norm


def init(depth, width, inputs, classes, generators, device="cpu", skip=False, norm=False):
    """A list per layer: weights (E, m, n), normal with variance 2 / m (He's), biases (E, 1, n), and with norm, but for
    the last layer, batch normalization's factors (E, 1, n) and running mean and variance (E * n).

    Without norm, each block with a skip connection starts as the identity: its second layer starts at 0.
    """
    sizes, layers = [(inputs, width), *[(width, width)] * (depth - 2), (width, classes)], []
    for place, (m, n) in enumerate(sizes):
        last, closes_block = place == depth - 1, place % 2 == 0 and 0 < place < depth - 1
        scale = 0 if skip and closes_block and not norm else (2 / m) ** 0.5
        weight = torch.stack([torch.randn(m, n, generator=g) for g in generators]).to(device) * scale
        bias, one = torch.zeros_like(weight[:, :1]), torch.ones_like(weight[:, :1])
        learned = [part.requires_grad_() for part in ([weight, bias, one] if norm and not last else [weight, bias])]
        layers.append(learned + [part.detach().flatten().clone() for part in (bias, one)] * (norm and not last))
    return layers


def layer(x, weight, bias, gain=None, mean=None, variance=None, training=True):
    """x W + b for x (E, n, m); with a gain, batch-normalized: by this batch's statistics, or the running ones."""
    if gain is None:
        return torch.baddbmm(bias, x, weight)
    flat = (x @ weight).transpose(0, 1).flatten(1)  # (n, E * units): all members side by side
    flat = batch_norm(flat, mean, variance, gain.flatten(), bias.flatten(), training)
    return flat.view(len(flat), len(x), -1).transpose(0, 1)


def forward(layers, x, skip=False, training=True):
    """Logits (E, n, classes) for x (E, n, inputs); the layers are the first, blocks of two, and the last."""
    x = torch.relu(layer(x, *layers[0], training=training))
    for one, two in zip(layers[1:-1:2], layers[2:-1:2], strict=True):
        y = layer(torch.relu(layer(x, *one, training=training)), *two, training=training)
        x = torch.relu(y + x if skip else y)
    return layer(x, *layers[-1])
