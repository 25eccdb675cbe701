"""Of the Hessian's eigenvalues at the end of training, how many are positive? And what does that say?

The protocol of the lost picture: train many small networks, each with its own data and start, count the positive
eigenvalues. Then what the count leaves out: how small the gradient is, what counts as zero, and where the same
networks end if they are not stopped.
"""

import torch

from scripts.experiments.true_minima.problems import descend, problems, starts
from snippets import one_layer
from snippets.newton import newton

GOAL = 1e-9
TOLERANCES = (0.0, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2)  # times the largest eigenvalue
SETTINGS = {
    "Adam": {"optimizer": "Adam", "rate": 0.01, "repeats": 40},
    "noise 0.5": {"noise": 0.5, "repeats": 40},
    "twice the steps": {"steps": 3000, "repeats": 40},
}


def run(
    device,
    seed,
    *,
    repeats=100,
    steps=1500,
    points=60,
    inputs=2,
    units=6,
    noise=0.1,
    decay=0.001,
    optimizer="SGD",
    rate=0.1,
):
    x, y = problems(seed, repeats, points, inputs, noise, device)
    theta, shape = starts(seed, repeats, units, inputs, device=device), one_layer.tanh
    found, every = {}, torch.arange(repeats)
    for name, own_decay in ("plain", 0.0), ("decayed", decay):

        def derivatives(theta, rows, own_decay=own_decay):
            return one_layer.derivatives(theta, x[rows], y[rows], own_decay, shape)

        first = derivatives(theta, every)[1].norm(dim=1)
        stopped = descend(theta, x, y, own_decay, shape, optimizer, rate, steps)
        found[name] = spectrum(*derivatives(stopped, every), first)
    ended = newton(derivatives, stopped, GOAL)  # with L2, where it can end
    return found | {"ended": spectrum(*derivatives(ended, every), first), "tolerances": TOLERANCES}


def spectrum(loss, gradient, hessian, first):
    """Of each network: loss, gradient against its start, least eigenvalue, and the shares above and near zero."""
    values = torch.linalg.eigvalsh(hessian)
    limits = torch.tensor(TOLERANCES).to(values)[:, None, None] * values[:, -1:]  # (tolerances, networks, 1)
    return {
        "loss": loss,
        "gradient": gradient.norm(dim=1),
        "relative_gradient": gradient.norm(dim=1) / first,
        "median_relative_gradient": (gradient.norm(dim=1) / first).quantile(0.5),
        "least": values[:, 0] / values[:, -1],
        "positive": (values > limits).double().mean(2),
        "zero": (values.abs() <= limits).double().mean(2),
        "mean_positive": (values > limits).double().mean((1, 2)),
        "mean_zero": (values.abs() <= limits).double().mean((1, 2)),
        "with_negative": (values < -limits).any(2).double().mean(1),
    }
