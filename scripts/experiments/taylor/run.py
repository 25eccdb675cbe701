"""How well do the gradient and the Hessian foretell the loss nearby?

At random points of random networks the loss a step away is compared with Taylor's series to order 0, 1 and 2, for
steps of many lengths in a random direction.
"""

import torch

from scripts.experiments.true_minima.problems import normal, problems, starts
from snippets import one_layer

ROUNDING = 1e-16  # an error of exactly 0 is one that rounding hides
SETTINGS = {
    "sine units": {"activation": "sine", "repeats": 60},
    "20 units": {"units": 20, "repeats": 60},
    "five inputs": {"inputs": 5, "repeats": 60},
}


def run(device, seed, *, repeats=100, points=60, inputs=2, units=6, noise=0.1, activation="tanh", lengths=13):
    x, y = problems(seed, repeats, points, inputs, noise, device)
    shape = getattr(one_layer, activation)
    theta = starts(seed, repeats, units, inputs, device=device)
    direction = torch.nn.functional.normalize(normal(seed, repeats, 99, theta.shape[1]).to(device))
    loss, gradient, hessian = one_layer.derivatives(theta, x, y, activation=shape)
    slope = (gradient * direction).sum(1)
    bend = torch.einsum("ei,eij,ej->e", direction, hessian, direction)
    steps = torch.logspace(-3, -1, lengths, dtype=theta.dtype, device=device)  # shorter ones end in rounding
    errors = []
    for step in steps:
        true = one_layer.losses(theta + step * direction, x, y, activation=shape)
        series = [loss, loss + step * slope, loss + step * slope + step**2 / 2 * bend]
        errors.append(torch.stack([(true - value).abs() for value in series]).clamp_min(ROUNDING))
    errors = torch.stack(errors, -1)  # (orders, repeats, steps)
    small = steps <= 0.011  # where the next term is small beside the first that is left out
    logs, places = errors[..., small].log(), steps[small].log()
    places = places - places.mean()
    return {
        "steps_shown": steps,
        "errors": errors,
        "slopes": (logs * places).sum(-1) / places.square().sum(),  # (orders, repeats)
    }
