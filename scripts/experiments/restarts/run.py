"""Does it matter where training starts, once it is run to the end?

Several starts on each of many data sets, for networks from narrow to wide, each down to a gradient of 0: how much
worse than the best start does the worst one end?
"""

import torch

from scripts.experiments.true_minima.problems import problems, starts
from snippets import one_layer
from snippets.newton import newton

GOAL = 1e-9
SETTINGS = {
    "noise 0.5": {"noise": 0.5, "widths": (2, 12), "each": 4, "repeats": 40},
    "L2 of 0.0003": {"decay": 0.0003, "widths": (2, 12), "each": 4, "repeats": 40},
    "three inputs": {"inputs": 3, "widths": (2, 12), "each": 4, "repeats": 40},
}


def run(device, seed, *, repeats=60, points=60, inputs=2, widths=(2, 4, 8, 12), each=6, noise=0.1, decay=0.001):
    x, y = problems(seed, repeats, points, inputs, noise, device)
    x, y = x.repeat_interleave(each, 0), y.repeat_interleave(each, 0)

    def derivatives(theta, rows):
        return one_layer.derivatives(theta, x[rows], y[rows], decay)

    ends, arrived = [], []
    for units in widths:
        theta = newton(derivatives, starts(seed, repeats, units, inputs, each, device), GOAL)
        loss, gradient, _ = derivatives(theta, torch.arange(len(theta)))
        ends.append(loss.unflatten(0, (repeats, each)))
        arrived.append((gradient.norm(dim=1) <= GOAL).double().mean())
    losses = torch.stack(ends)
    return {
        "widths": list(widths),
        "loss": losses,  # (widths, repeats, each)
        "worst_over_best": losses.amax(2) / losses.amin(2),
        "arrived": arrived,
    }
