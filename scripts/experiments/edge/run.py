"""Is the gradient small where training by gradient descent seems stuck, and how steep is the steepest direction there?

Small networks learn digits from all their examples at once, by squared error. Every few steps the Hessian's largest
eigenvalue is measured. Then each run goes on at three rates: its own, a tenth of it, and one and a half times it. The
same networks learn at a small rate, with cross entropy, and with Adam.
"""

import torch

from scripts.evidence.squares import descend, draw, entropy, length, squared_error
from snippets.curvature import extremes

ADAM_EPS = 1e-8
SETTINGS = {
    "η = 0.08": {"rate": 0.08, "small_rate": 0.02, "repeats": 10},
    "η = 0.05": {"rate": 0.05, "small_rate": 0.0125, "steps": 2000, "repeats": 10},
    "one hidden layer": {"hidden": (32,), "repeats": 10},
    "64 units a layer": {"hidden": (64, 64), "repeats": 10},
    "600 digits": {"examples": 600, "repeats": 10},
    "ReLU": {"activation": "ReLU", "rate": 0.1, "small_rate": 0.025, "repeats": 10},
    "MNIST-1D": {"data": "MNIST-1D", "rate": 0.12, "small_rate": 0.03, "repeats": 10},
}


def followed(loss, parameters, rate, steps, every, krylov):
    """Descend, and take the largest eigenvalue before the first step and after every `every` steps."""
    losses, norms, eigenvalues = [], [], [extremes(loss, parameters, krylov)[0][:, 1]]
    for _ in range(0, steps, every):
        for store, new in zip((losses, norms), descend(loss, parameters, rate, every), strict=True):
            store.append(new)
        eigenvalues.append(extremes(loss, parameters, krylov)[0][:, 1])
    return torch.cat(losses), torch.cat(norms), torch.stack(eigenvalues)


def adam(loss, start, rate, steps, every, krylov, betas):
    """Losses, gradient norms, and from `every` steps on the largest eigenvalue of the preconditioned Hessian.

    With P the diagonal of what Adam divides by, that is P^(-1/2) H P^(-1/2): the Hessian in θ P^(1/2), where Adam
    without its average of gradients would be gradient descent.
    """
    parameters = [part.clone().requires_grad_() for part in start]
    optimizer = torch.optim.Adam(parameters, rate, betas=betas, eps=ADAM_EPS)
    losses, norms, eigenvalues = [], [], []
    for step in range(1, steps + 1):
        value = loss(parameters)
        optimizer.zero_grad()
        value.sum().backward()
        losses.append(value.detach())
        norms.append(length([part.grad for part in parameters]))
        optimizer.step()
        if step % every == 0:
            squares = [optimizer.state[part]["exp_avg_sq"] / (1 - betas[1] ** step) for part in parameters]
            shrink = [(square.sqrt() + ADAM_EPS).rsqrt() for square in squares]
            here = [part.detach().clone() for part in parameters]

            def moved(by, here=here, shrink=shrink):
                return loss([part + scale * u for part, scale, u in zip(here, shrink, by, strict=True)])

            eigenvalues.append(extremes(moved, [torch.zeros_like(part) for part in here], krylov)[0][:, 1])
    return torch.stack(losses), torch.stack(norms), torch.stack(eigenvalues)


def run(
    device,
    seed,
    *,
    repeats=12,
    data="digits",
    examples=300,
    hidden=(32, 32),
    activation="tanh",
    rate=0.06,
    small_rate=0.015,
    steps=1500,
    every=50,  # steps between two eigenvalues
    krylov=15,
    window=100,  # steps over which a norm or a loss is averaged
    cut=0.1,
    raised=1.5,
    after_steps=800,
    entropy_rate=0.5,
    entropy_steps=600,
    adam_rate=0.005,
    adam_steps=800,
    beta1=0.9,
    beta2=0.999,
):
    x, y, start = draw(data, device, seed, repeats, examples, hidden)
    loss = squared_error(x, y, activation)

    def fresh():
        return [part.clone() for part in start]

    here = fresh()
    losses, norms, top = followed(loss, here, rate, steps, every, krylov)
    sharpness = top * rate / 2
    arms = {}
    for name, factor in (("kept", 1.0), ("cut", cut), ("raised", raised)):
        parameters = [part.clone() for part in here]
        after, after_norms = descend(loss, parameters, factor * rate, after_steps)
        arms[name] = {
            "loss": plain(after[-window:].mean(0)),
            "norm": plain(after_norms[-window:].mean(0)),
            "soon": plain(after[window // 4 : window // 2].mean(0)),
            "curve": plain(after[:, 0]),
            "norm_curve": plain(after_norms[:, 0]),
        }
    small = followed(loss, fresh(), small_rate, steps, 2 * every, krylov)
    crossed = followed(entropy(x, y, activation), fresh(), entropy_rate, entropy_steps, 2 * every, krylov)
    averaged = adam(loss, start, adam_rate, adam_steps, every, krylov, (beta1, beta2))
    limit = (2 + 2 * beta1) / ((1 - beta1) * adam_rate)  # Cohen et al. (2022)
    late = sharpness[-(len(sharpness) // 3) :]
    return {
        "sharpness": columns(sharpness),  # the largest eigenvalue times η/2, (repeats, measurements)
        "late_sharpness": plain(late.mean(0)),
        "crossing": crossings(sharpness, losses, norms, every, window),
        "loss": plain(losses[-window:].mean(0)),
        "norm": plain(norms[-window:].mean(0)),
        "first_norm": plain(norms[0]),
        "curve": plain(losses[:, 0]),
        "norm_curve": plain(norms[:, 0]),
        "arms": arms,
        "small": {
            "sharpness": columns(small[2] * small_rate / 2),
            "norm": plain(small[1][-window:].mean(0)),
            "loss": plain(small[0][-window:].mean(0)),
            "curve": plain(small[0][:, 0]),
            "norm_curve": plain(small[1][:, 0]),
        },
        "entropy": {
            "sharpness": columns(crossed[2] * entropy_rate / 2),
            "loss": plain(crossed[0][-window:].mean(0)),
        },
        "adam": {
            "sharpness": columns(averaged[2] / limit),
            "late_sharpness": plain((averaged[2] / limit)[-(len(averaged[2]) // 3) :].mean(0)),
            "limit_times_rate": limit * adam_rate,
            "loss": plain(averaged[0][-window:].mean(0)),
        },
        "small_every": 2 * every,
        "mean": {
            "share_of_start": share(norms, window),
            "small_share_of_start": share(small[1], window),
            **{f"{name}_loss": mean(arm["loss"]) for name, arm in arms.items()},
            **{f"{name}_norm": mean(arm["norm"]) for name, arm in arms.items()},
            **{f"{name}_soon": mean(arm["soon"]) for name, arm in arms.items()},
            "loss": losses[-window:].mean().item(),
            "first_sharpness": sharpness[0].mean().item(),
        },
    }


def crossings(sharpness, losses, norms, every, window):
    """Of each network, when a measurement first is 1 or more, and the loss and the norm before; None where none is."""
    found = []
    for repeat, values in enumerate(sharpness.T):
        above = (values >= 1).nonzero().flatten().tolist()
        step = every * above[0] if above else 0
        before = slice(max(0, step - window), step)
        found.append(
            {
                "step": step,
                "loss": losses[before, repeat].mean().item(),
                "norm": norms[before, repeat].mean().item(),
            }
            if step
            else None
        )
    return found


def plain(values):
    """Numbers; None for those that are none."""
    return [value if abs(value) < float("inf") else None for value in values.tolist()]


def columns(table):
    return [plain(column) for column in table.T]


def share(norms, window):
    return (norms[-window:].mean(0) / norms[0]).mean().item()


def mean(values):
    finished = [value for value in values if value is not None]
    return sum(finished) / len(finished) if finished else None
