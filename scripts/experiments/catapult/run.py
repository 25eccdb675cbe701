"""What happens at a learning rate that is too large for the place where training starts?

Gradient descent on a quadratic is stable up to 2/λ, with λ the largest eigenvalue of the Hessian. Each of these
networks starts with a rate that is a multiple of its own limit, from all its digits at once, by squared error.
"""

import torch

from scripts.evidence.squares import GUESS, descend, draw, squared_error
from snippets.curvature import extremes

SETTINGS = {
    "ReLU": {"activation": "ReLU"},
    "one hidden layer": {"hidden": (32,)},
    "64 units a layer": {"hidden": (64, 64)},
    "MNIST-1D": {"data": "MNIST-1D"},
}


def run(
    device,
    seed,
    *,
    repeats=40,
    data="digits",
    examples=300,
    hidden=(32, 32),
    activation="tanh",
    stable=0.5,  # these three: times each network's own limit, 2/λ at its start
    above=1.5,
    far_above=4.0,
    steps=250,
    krylov=15,
    window=20,
):
    x, y, start = draw(data, device, seed, repeats, examples, hidden)
    loss = squared_error(x, y, activation)
    first = extremes(loss, start, krylov)[0][:, 1]
    arms = {}
    for name, factor in (("stable", stable), ("above", above), ("far_above", far_above)):
        parameters = [part.clone() for part in start]
        losses, _ = descend(loss, parameters, factor * (2 / first)[:, None, None], steps)
        ends = losses[-window:].mean(0)
        trained = ends < GUESS  # false also for what is no number
        some = trained.nonzero().flatten()
        top = torch.full_like(first, float("nan"))
        if len(some):
            own = squared_error(x[some], y[some], activation)
            top[some] = extremes(own, [part[some] for part in parameters], krylov)[0][:, 1]
        arms[name] = {
            "loss": [value if good else None for value, good in zip(ends.tolist(), trained.tolist(), strict=True)],
            "eigenvalue": [value if value == value else None for value in top.tolist()],
            "peak": losses.nan_to_num(float("inf")).amax(0).clamp(max=1e6).tolist(),
            "curve": [value if value < 1e6 else None for value in losses[:, 0].tolist()],
        }
    return {
        "first_eigenvalue": first.tolist(),
        "arms": arms,
        "trained": {name: sum(value is not None for value in arm["loss"]) for name, arm in arms.items()},
        "mean": {name: {key: mean(arm[key]) for key in ("loss", "eigenvalue")} for name, arm in arms.items()},
        "mean_first_eigenvalue": first.mean().item(),
        "guess": GUESS,
    }


def mean(values):
    finished = [value for value in values if value is not None]
    return sum(finished) / len(finished) if finished else None
