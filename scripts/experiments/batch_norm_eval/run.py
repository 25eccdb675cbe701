"""Why does a network with batch normalization answer otherwise after model.eval(), and which mode is better?

The same trained networks classify the same test examples in training mode, which normalizes by the batch, in
evaluation mode, by the moving averages, and by exact statistics over the training set; from small batches to large.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from scripts.evidence.normed import Normed, fit
from snippets.ensemble import batches

DATA = {"digits": digits, "MNIST-1D": signals}
SETTINGS = {
    "digits": {"data": "digits", "test_size": 640, "repeats": 10},
    "64 units": {"width": 64, "repeats": 10},
    "6 hidden layers": {"layers": 6, "repeats": 10},
    "half the learning rate": {"rate": 0.015, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=16,
    epochs=6,
    sizes=(4, 8, 16, 32, 64, 128),
    layers=3,
    width=32,
    momentum=0.9,
    share=0.1,
    rate=0.03,
    full_rate_from=32,
    data="MNIST-1D",
    train_size=1024,
    test_size=1024,
):
    x, y = DATA[data](device)
    x = (x - x.mean()) / x.std()
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known, fresh = order[:, :train_size], order[:, train_size : train_size + test_size]

    def trained(rows, at):
        chance = [generator(seed, repeat, 1) for repeat in range(repeats)]
        shape = x.shape[1], *[width] * layers, CLASSES
        how = {"start": "He", "activation": "ReLU", "normalized": True, "momentum": share}
        nets = Normed(shape, chance, device, **how)
        fit(nets, x, y, rows, [at] * repeats, coefficient=momentum)
        return nets

    def right(nets, rows, training=False):
        """Percent of each member's rows (E, n) that it classifies rightly."""
        return 100 * (nets(x[rows], training=training, keep=False).argmax(-1) == y[rows]).double().mean(1)

    @torch.no_grad()
    def judged(nets, groups):
        """Test accuracies: by the statistics of each group (groups, E, n), by the averages, by exact ones."""
        found = {
            "train mode": torch.stack([right(nets, rows, True) for rows in groups]).mean(0).tolist(),
            "eval mode": right(nets, fresh).tolist(),
        }
        averaged = [variance.clone() for _, variance in nets.running]
        nets(x[known], training=True, momentum=1.0)
        exact = [variance for _, variance in nets.running]
        found["exact statistics"] = right(nets, fresh).tolist()
        found["average over exact σ"] = [
            float(torch.sqrt(a / b).nanmedian())
            for a, b in zip(
                *(torch.cat([part.view(repeats, -1) for part in parts], 1) for parts in (averaged, exact)), strict=True
            )
        ]
        return found

    by_size = {}
    for size in sizes:
        chance = [generator(seed, repeat, 2, size) for repeat in range(repeats)]
        rows = batches(list(known), size, epochs * train_size // size, chance)
        nets = trained(rows, rate * min(size / full_rate_from, 1))
        by_size[size] = judged(nets, fresh.view(repeats, -1, size).transpose(0, 1))

    return {
        "by_size": by_size,
        "mean": {
            size: {name: sum(values) / len(values) for name, values in found.items()} for size, found in by_size.items()
        },
    }
