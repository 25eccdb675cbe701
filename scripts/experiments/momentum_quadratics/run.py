"""How many steps does a long and narrow valley cost, with momentum and without?

Random quadratic losses ½ θᵀHθ of many parameters. The condition number κ is the largest eigenvalue of H over the
smallest. Counted are the steps until the loss is a given fraction of what it was at the start.
"""

import math
from statistics import fmean

import torch

from scripts.evidence.chance import generator

SETTINGS = {
    "50 parameters, κ up to 1000": {"parameters": 50, "conditions": (10, 100, 1000), "repeats": 10},
    "evenly spaced eigenvalues": {"spacing": "even", "repeats": 10},
    "to a millionth of the loss": {"fraction": 1e-6, "repeats": 10},
}


def hessians(seed, repeats, parameters, kappa, spacing):
    """H (repeats, n, n), rotated at random, with eigenvalues from 1 to κ; and a start θ (repeats, n, 1) on a sphere.

    spacing: the eigenvalues between the two ends are drawn evenly, or evenly on a log scale.
    """
    matrices, starts = [], []
    for repeat in range(repeats):
        chance = generator(seed, repeat)
        inner = torch.rand(parameters - 2, generator=chance, dtype=torch.float64)
        inner = 1 + (kappa - 1) * inner if spacing == "even" else kappa**inner
        values = torch.cat([torch.tensor([1.0, kappa]).to(inner), inner])
        gaussian = torch.randn(parameters, parameters + 1, generator=chance, dtype=torch.float64)
        axes = torch.linalg.qr(gaussian[:, :-1]).Q
        matrices.append(axes @ torch.diag(values) @ axes.T)
        starts.append(gaussian[:, -1:] / gaussian[:, -1:].norm())
    return torch.stack(matrices), torch.stack(starts)


def rules(kappa, momentum):
    """{rule: η, λ} for eigenvalues from 1 to κ. Best: Polyak (1964); usual: a reader's λ and the rate 1 / largest."""
    root = math.sqrt(kappa)
    return {
        "plain": (2 / (kappa + 1), 0.0),
        "heavy_ball": (4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2),
        "usual_plain": (1 / kappa, 0.0),
        "usual_momentum": (1 / kappa, momentum),
    }


def expected(kappa, fraction):
    """Steps by the asymptotic rates, at which the distance shrinks: (κ − 1)/(κ + 1), and the same of √κ."""
    rates = {"plain": (kappa - 1) / (kappa + 1), "heavy_ball": (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)}
    return {name: math.log(fraction) / 2 / math.log(rate) for name, rate in rates.items()}


def descend(matrices, theta, rate, momentum, fraction, steps):
    """The loss over that at the start before each step, (steps, repeats), until it is far below the fraction."""
    movement, losses = torch.zeros_like(theta), []
    for step in range(steps + 1):
        gradient = matrices @ theta
        losses.append((theta * gradient).sum((1, 2)))
        if step % 50 == 0 and (losses[-1] < fraction / 100 * losses[0]).all():  # it does not come back
            break
        movement = momentum * movement - rate * gradient
        theta = theta + movement
    return torch.stack(losses) / losses[0]


def needed(losses, fraction):
    """Of each repeat: after how many steps the loss is below the fraction for good; None where it is not."""
    above = losses > fraction
    last = [int(column.nonzero().max()) + 1 for column in above.T]  # the start is above
    return [None if late else step for step, late in zip(last, above[-1].tolist(), strict=True)]


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=100_000,
    parameters=20,
    momentum=0.9,
    fraction=1e-10,
    spacing="log",
    conditions=(10, 100, 1000, 10_000),
    shown=100,
):
    counts, curves = {name: [] for name in rules(2, momentum)}, {}
    for kappa in conditions:
        matrices, start = (part.to(device) for part in hessians(seed, repeats, parameters, kappa, spacing))
        for name, (rate, friction) in rules(kappa, momentum).items():
            losses = descend(matrices, start, rate, friction, fraction, steps)
            counts[name].append(needed(losses, fraction))
            if kappa == shown and name in ("plain", "heavy_ball"):
                places = range(0, len(losses), max(1, len(losses) // 150))
                curves[name] = {"step": [*places], "loss": losses[[*places], 0]}  # of the first repeat
    theory = [expected(kappa, fraction) for kappa in conditions]
    return {
        "conditions": conditions,
        "steps": counts,  # rule: (conditions, repeats)
        "theory": {name: [row[name] for row in theory] for name in theory[0]},
        "best_momentum": {f"kappa_{kappa}": rules(kappa, momentum)["heavy_ball"][1] for kappa in conditions},
        "momentum": momentum,
        "curves": curves,
        "mean": {
            name: {f"kappa_{kappa}": mean(row) for kappa, row in zip(conditions, rows, strict=True)}
            for name, rows in counts.items()
        },
    }


def mean(values):
    return None if None in values else fmean(values)
