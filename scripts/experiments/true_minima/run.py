"""Where does descent end, if it is really run to the end?

Many small networks, each with data and a start of its own, go down until the gradient is 0 to nine digits: saddle-free
Newton, in float64, with all derivatives in closed form and an L2 term that leaves no direction flat.
"""

from collections import Counter

import torch

from scripts.experiments.true_minima.problems import problems, starts
from snippets import one_layer
from snippets.classify import classify
from snippets.newton import newton

GOAL = 1e-9
SETTINGS = {
    "12 units": {"units": 12, "repeats": 150},
    "noise 0.5": {"noise": 0.5, "repeats": 150},
    "L2 of 0.0001": {"decay": 0.0001, "repeats": 150},
    "sine units": {"activation": "sine", "repeats": 150},
}


def run(
    device, seed, *, repeats=400, steps=300, points=60, inputs=2, units=6, noise=0.1, decay=0.001, activation="tanh"
):
    x, y = problems(seed, repeats, points, inputs, noise, device)
    shape = getattr(one_layer, activation)

    def derivatives(theta, rows):
        return one_layer.derivatives(theta, x[rows], y[rows], decay, shape)

    theta = starts(seed, repeats, units, inputs, device=device)
    _, gradient, hessian = derivatives(theta, torch.arange(repeats))
    curvature = hessian[:, -1, -1]
    end = newton(derivatives, theta, GOAL, steps)
    last_loss, last_gradient, last_hessian = derivatives(end, torch.arange(repeats))
    eigenvalues = torch.linalg.eigvalsh(last_hessian)
    kinds = [classify(g, own, GOAL) for g, own in zip(last_gradient, eigenvalues, strict=True)]
    return {
        "kinds": kinds,
        "counts": Counter(kinds),
        "loss": last_loss,
        "start_gradient": gradient.norm(dim=1),
        "gradient": last_gradient.norm(dim=1),
        "least": eigenvalues[:, 0] / eigenvalues[:, -1],
        "share_positive": (eigenvalues > 0).double().mean(1),
        "bias_curvature_error": (curvature - 2 - 2 * decay).abs().max(),
        "parameters_of_one": theta.shape[1],
    }
