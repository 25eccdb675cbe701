"""What moves the parameters when there is momentum, and is PyTorch's rule the lecture's?

The lecture writes m ← λm − ηg and θ ← θ + m. torch.optim.SGD writes v ← λv + g and θ ← θ − ηv. Both train the same
networks on digits (Alpaydin and Kaynak, 1998) from the same batches; half way the learning rate is cut. Besides, the
movements of a few steps are taken apart on a loss of two parameters: a line through two measurements of patients.
"""

import torch
from sklearn.datasets import load_diabetes, load_digits
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init
from snippets.momentum import momentum_step

CLASSES = 10
SETTINGS = {
    "momentum 0.8": {"momentum": 0.8, "repeats": 10},
    "batches of 200": {"batch_size": 200, "repeats": 10},
    "learning rate 0.005": {"rate": 0.005, "repeats": 10},
    "cut to a half": {"cut": 0.5, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=120,
    batch_size=32,
    hidden=(20,),
    rate=0.02,
    cut=0.1,
    momentum=0.9,
    shown=20,
    plane_rate=0.15,
    plane_momentum=0.7,
    plane_steps=6,
):
    pixels, labels = load_digits(return_X_y=True)
    x, y = torch.tensor(pixels, device=device) / 16, torch.tensor(labels, device=device)
    draws = [generator(seed, repeat) for repeat in range(repeats)]
    start = [part.detach().double() for part in init((x.shape[1], *hidden, CLASSES), draws, device)]
    order = batches([torch.arange(len(x))] * repeats, batch_size, steps, draws).to(device)
    constant, halfway = [rate] * steps, steps // 2
    changed = constant[:halfway] + [cut * rate] * (steps - halfway)

    def trained(rule, rates):
        return train(rule, start, x, y, order, rates, momentum)

    lecture, torchs = (trained(rule, constant) for rule in ("lecture", "torch"))
    cut_lecture, cut_torch = (trained(rule, changed) for rule in ("lecture", "torch"))
    weights = [rate * momentum ** (steps - 1 - step) for step in range(steps)]
    summed = -torch.tensordot(torch.tensor(weights, dtype=torch.float64, device=device), lecture["gradients"], 1)
    lengths = {name: run["movements"].norm(dim=2) for name, run in (("lecture", cut_lecture), ("torch", cut_torch))}
    window = slice(max(0, halfway - shown), halfway + shown)
    return {
        "same_path": distance(lecture["path"], torchs["path"]),
        "other_path": distance(cut_lecture["path"], cut_torch["path"]),
        "sum_error": (lecture["movements"][-1] - summed).abs().amax(1),
        "after_the_cut": {name: each[halfway] for name, each in lengths.items()},
        "shrinks": lengths["torch"][halfway] / lengths["torch"][halfway - 1] / cut,  # torch's movement, over the cut
        "lengths": {name: each[window].quantile(0.5, dim=1) for name, each in lengths.items()},
        "shown_steps": list(range(steps))[window],
        "last_before": halfway - 1,
        "weights": [momentum**age for age in range(25)],
        "total_weight": 1 / (1 - momentum),
        "plane": plane(device, plane_rate, plane_momentum, plane_steps),
    }


def distance(path, other):
    """The largest difference of any parameter at any step, for each repeat."""
    return (path - other).abs().amax((0, 2))


def train(rule, start, x, y, order, rates, momentum):
    """Gradients, movements and parameters after each step, each (steps, repeats, parameters)."""
    parameters = [part.clone().requires_grad_() for part in start]
    movements = [torch.zeros_like(part) for part in parameters]
    optimizer = torch.optim.SGD(parameters, lr=1.0, momentum=momentum)
    kept = {"gradients": [], "movements": [], "path": [flat(parameters)]}
    for rows, rate in zip(order, rates, strict=True):
        optimizer.zero_grad()
        losses = cross_entropy(forward(parameters, x[rows]).mT, y[rows], reduction="none").mean(1)
        losses.sum().backward()  # of which each member sees its own
        kept["gradients"].append(flat([part.grad for part in parameters]))
        if rule == "lecture":
            momentum_step(parameters, movements, rate, momentum)
        else:
            optimizer.param_groups[0]["lr"] = rate
            optimizer.step()
        kept["path"].append(flat(parameters))
        kept["movements"].append(kept["path"][-1] - kept["path"][-2])
    return {name: torch.stack(steps) for name, steps in kept.items()}


def flat(parts):
    return torch.cat([part.detach().flatten(1) for part in parts], 1)


def plane(device, rate, momentum, steps):
    """The mean squared error of w₁ LDL + w₂ cholesterol / HDL as a quadratic form, and two paths with their arrows."""
    data = load_diabetes()
    inputs, target = torch.tensor(data.data[:, [5, 7]], device=device), torch.tensor(data.target, device=device)
    inputs, target = ((part - part.mean(0)) / part.std(0, correction=0) for part in (inputs, target))
    hessian = 2 * inputs.T @ inputs / len(inputs)
    best = torch.linalg.lstsq(inputs, target[:, None]).solution[:, 0]
    start = best + torch.tensor([-1.1, 0.4], dtype=torch.float64, device=device)
    found = {"hessian": hessian, "best": best, "eigenvalues": torch.linalg.eigvalsh(hessian)}
    for name, coefficient in (("plain", 0.0), ("momentum", momentum)):
        theta, m, arrows = start, torch.zeros_like(start), []
        for _ in range(steps):
            gradient = hessian @ (theta - best)
            arrows.append({"at": theta, "against_gradient": -rate * gradient, "last": coefficient * m})
            m = coefficient * m - rate * gradient
            arrows[-1]["movement"] = m
            theta = theta + m
        found[name] = arrows
    return found
