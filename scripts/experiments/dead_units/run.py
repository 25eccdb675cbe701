"""A minimum of a small network: what is it in a larger one?

Units that are all zero change no output, so a critical point of k units is one of every larger network too. Exactly,
without a search: the kind of that point follows from the Hessian there (Fukumizu and Amari, 2000, show which cases
there are).
"""

import torch

from scripts.experiments.true_minima.problems import problems, starts
from snippets import one_layer
from snippets.newton import newton

GOAL = 1e-9
ZERO = 1e-7  # times the largest eigenvalue
SETTINGS = {
    "noise 0.5": {"noise": 0.5, "repeats": 30},
    "L2 of 0.0001": {"decay": 0.0001, "repeats": 30},
    "L2 of 0.003": {"decay": 0.003, "repeats": 30},
    "four inputs": {"inputs": 4, "repeats": 30},
}


def widen(theta, units, dead):
    """The same function with so many units more, all zero: theta (E, D) before its output bias."""
    one = (theta.shape[1] - 1) // units
    return torch.cat([theta[:, :-1], theta.new_zeros(len(theta), dead * one), theta[:, -1:]], 1)


def run(device, seed, *, repeats=60, points=60, inputs=2, most=4, units=6, each=4, noise=0.1, decay=0.001):
    x, y = problems(seed, repeats, points, inputs, noise, device)
    every = torch.arange(repeats, device=device)

    def indices(theta):
        """How many eigenvalues are negative, and the gradient's length, of each network."""
        _, gradient, hessian = one_layer.derivatives(theta, x, y, decay)
        values = torch.linalg.eigvalsh(hessian)
        return (values < -ZERO * values[:, -1:]).sum(1), gradient.norm(dim=1), values[:, 0]

    found = {name: [] for name in ("loss", "own_index", "next_index", "index", "gradient", "least")}
    for small in range(1, most + 1):
        own_x, own_y = (part.repeat_interleave(each, 0) for part in (x, y))

        def derivatives(theta, rows, x=own_x, y=own_y):
            return one_layer.derivatives(theta, x[rows], y[rows], decay)

        ends = newton(derivatives, starts(seed, repeats, small, inputs, each, device), GOAL)
        losses, gradient, _ = derivatives(ends, torch.arange(len(ends), device=device))
        losses = torch.where(gradient.norm(dim=1) <= GOAL, losses, torch.inf).unflatten(0, (repeats, each))
        best = ends.unflatten(0, (repeats, each))[every, losses.argmin(1)]
        index, length, _ = indices(widen(best, small, units - small))
        next_index, _, least = indices(widen(best, small, 1))
        row = losses.amin(1), indices(best)[0], next_index, index, length, least
        for name, values in zip(found, row, strict=True):
            found[name].append(values)
    return {"units": list(range(1, most + 1)), **found}  # each (units, repeats)
