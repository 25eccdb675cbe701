"""The loss is low, and suddenly many times as high: do Adam's late spikes on a network follow the law of the bursts?

Small networks learn digits (Alpaydin and Kaynak, 1998) by squared error from the full batch, so that no spike can come
from an odd batch. Adam divides by σ, so what counts is the curvature after that division: the largest eigenvalue of
σ^(-1/2) H σ^(-1/2). A quadratic with that curvature is stable up to η = (2 + 2β₁)/(1 − β₁) over it; *stress* is η over
that limit, and above 1 the loss must rise.
"""

import math

import torch
from torch.nn.functional import one_hot

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import forward, init

LOW = 0.01  # of the loss of a guess: spikes are counted from here on
LEAST = 1e-6  # of it: below, float32 is rounding
MOST = 1e6
SPIKE = 10.0  # times the least loss so far
SETTINGS = {
    "MNIST-1D": {"data": "MNIST-1D", "repeats": 10, "steps": 500},
    "one hidden layer of 64": {"hidden": (64,), "repeats": 10, "steps": 700},
    "learning rate 0.02": {"rate": 0.02, "repeats": 10, "steps": 600},
    "cross entropy": {"loss": "cross entropy", "repeats": 10, "steps": 500},
}


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=1000,
    examples=100,
    hidden=(32, 32),
    data="digits",
    loss="squared error",
    rate=0.01,
    beta1=0.9,
    beta2=0.999,
    lower_beta2=0.9,
    larger_eps=1e-3,
    halves=200,
    every=5,
    before=60,
    ahead=20,
    window=150,
):
    x, y = (digits if data == "digits" else signals)(device)
    rows = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)[:, :examples].to(device)
    task = Task(x[rows], y[rows], loss)
    start = [p.detach() for p in init((x.shape[1], *hidden, CLASSES), [generator(seed, r, 1) for r in range(repeats)])]
    betas = beta1, beta2

    def arm(decay=lambda step: 1.0, betas=betas, measured=0, scale=None, **how):
        return follow(task, [p.to(device) for p in start], steps, rate, decay, betas, measured, scale, **how)

    constant = arm(measured=every)
    low = LOW * task.guess()
    first = first_spike(constant["loss"], low)
    # the same run again, and each network's rate halved shortly before its first spike
    scale = torch.ones(steps, repeats, device=device)
    for member, at in enumerate(first):
        if at is not None:
            scale[max(0, at - ahead) :, member] = 0.5
    arms = {
        "constant": constant,
        "to_zero": arm(lambda step: 1 - step / steps, measured=every),
        "decay": arm(lambda step: 1 / (1 + step / halves)),
        "half": arm(lambda step: 0.5),
        "lower_beta2": arm(betas=(beta1, lower_beta2)),
        "larger_eps": arm(eps=larger_eps),
        "amsgrad": arm(amsgrad=True),
        "halved_before": arm(scale=scale),
    }
    rises = {name: worst_rise(each["loss"], low) for name, each in arms.items()}
    near = {
        name: [None if at is None else rise_in(arms[name]["loss"][:, m], low, at - ahead, at + window)
               for m, at in enumerate(first)]
        for name in ("constant", "halved_before")
    }  # fmt: skip
    return {
        "guess": task.guess(),
        "rises": rises,
        "near": near,
        "first": first,
        "spikes": {name: sum(rise > SPIKE for rise in each) for name, each in rises.items()},
        "worst": {name: geometric(each) for name, each in rises.items()},
        "final": {name: each["loss"][-1] for name, each in arms.items()},
        "final_mean": {name: float(each["loss"][-1].mean()) for name, each in arms.items()},
        "final_median": {name: float(each["loss"][-1].median()) for name, each in arms.items()},
        "stress": law(arms, first, every, before),
        "shown": shown(arms, first, low),
    }


class Task:
    def __init__(self, x, y, loss):
        self.x, self.y, self.kind = x, y, loss
        self.target = one_hot(y, CLASSES).to(x)

    def guess(self):
        """The loss of the outputs that ignore the input: for squared error each class's share, nearly a tenth."""
        return 0.9 if self.kind == "squared error" else math.log(CLASSES)

    def losses(self, parameters):
        output = forward(parameters, self.x)
        if self.kind == "squared error":
            return (output - self.target).square().sum(2).mean(1)
        return torch.nn.functional.cross_entropy(output.mT, self.y, reduction="none").mean(1)


def follow(task, start, steps, rate, decay, betas, measured, scale, eps=1e-8, amsgrad=False):
    """Losses before each step (steps, E) and, every `measured` steps, the stress; scale (steps, E) of each update."""
    parameters = [p.clone().requires_grad_() for p in start]
    optimizer = torch.optim.Adam(parameters, rate, betas, eps, amsgrad=amsgrad, fused=True)
    history, stresses, vector = [], [], None
    for step in range(steps):
        now = optimizer.param_groups[0]["lr"] = rate * decay(step)
        losses = task.losses(parameters)
        optimizer.zero_grad()
        if measured and step and step % measured == 0:
            gradients = torch.autograd.grad(losses.sum(), parameters, create_graph=True)
            for p, gradient in zip(parameters, gradients, strict=True):
                p.grad = gradient.detach()
            curvature, vector = top(parameters, gradients, optimizer, step, betas[1], eps, vector)
            stresses.append((now * curvature * (1 - betas[0]) / (2 + 2 * betas[0])).detach())
        else:
            losses.sum().backward()
        if scale is None:
            optimizer.step()
        else:
            places = [p.detach().clone() for p in parameters]
            optimizer.step()
            with torch.no_grad():
                for p, place in zip(parameters, places, strict=True):
                    p.copy_(torch.lerp(place, p, scale[step].view(-1, 1, 1)))
        history.append(losses.detach())
    return {"loss": torch.stack(history), "stress": torch.stack(stresses) if stresses else None}


def top(parameters, gradients, optimizer, step, beta2, eps, vector, products=3):
    """The largest eigenvalue of σ^(-1/2) H σ^(-1/2) of each network, by power iteration from the last time's vector."""
    shares = [optimizer.state[p]["exp_avg_sq"] / (1 - beta2**step) for p in parameters]
    roots = [(share.sqrt() + eps).rsqrt() for share in shares]
    if vector is None:
        vector, products = [torch.ones_like(p) for p in parameters], 20
    for product in range(products):
        scaled = [root * part for root, part in zip(roots, vector, strict=True)]
        turned = torch.autograd.grad(gradients, parameters, scaled, retain_graph=product < products - 1)
        turned = [root * part for root, part in zip(roots, turned, strict=True)]
        value = inner(vector, turned) / inner(vector, vector)
        length = inner(turned, turned).sqrt().clamp_min(1e-30)
        vector = [part / length.view(-1, 1, 1) for part in turned]
    return value, vector


def inner(left, right):
    return sum((a * b).flatten(1).sum(1) for a, b in zip(left, right, strict=True))


def over_best(losses, low):
    """Each loss over the least before it, 1 until that is low: (steps, E)."""
    losses = losses.nan_to_num(math.inf)
    best = losses.cummin(0).values[:-1]
    ratio = losses[1:] / best.clamp_min(low * LEAST / LOW)
    ratio = torch.where(best < low, ratio.clamp_max(MOST), torch.ones_like(best))
    return torch.cat([torch.ones_like(ratio[:1]), ratio])


def worst_rise(losses, low):
    return over_best(losses, low).amax(0).clamp_min(1.0).tolist()


def rise_in(losses, low, begin, end):
    return float(over_best(losses[:, None], low)[max(0, begin) : end].max().clamp_min(1.0))


def first_spike(losses, low):
    """The first step of each network at which the loss is SPIKE times the least so far."""
    high = over_best(losses, low) > SPIKE
    return [int(column.nonzero()[0, 0]) if column.any() else None for column in high.T]


def law(arms, first, every, before):
    """The stress before each network's first spike, after it, and in the second half with and without decay."""
    constant, to_zero = arms["constant"]["stress"], arms["to_zero"]["stress"]
    at = [every * (place + 1) for place in range(len(constant))]

    def largest(member, begin, end, pick=max):
        values = [float(constant[place, member]) for place, step in enumerate(at) if begin <= step < end]
        return pick(values) if values else None

    half = len(at) // 2
    return {
        "before": [None if s is None else largest(m, s - before, s) for m, s in enumerate(first)],
        "after": [None if s is None else largest(m, s, s + before, min) for m, s in enumerate(first)],
        "late": {
            "constant": constant[half:].median(0).values,
            "to_zero": to_zero[half:].median(0).values,
        },
        "above": {
            "constant": float((constant[half:] > 1).float().mean()),
            "to_zero": float((to_zero[half:] > 1).float().mean()),
        },
        "median_before": median([largest(m, s - before, s) for m, s in enumerate(first) if s is not None]),
    }


def median(values):
    values = sorted(value for value in values if value is not None)
    return values[len(values) // 2] if values else None


def geometric(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))


def shown(arms, first, low):
    """One network's losses and stress: the first that spikes."""
    member = next((m for m, at in enumerate(first) if at is not None), 0)
    return {
        "low": low,
        "loss": {name: arms[name]["loss"][::2, member] for name in ("constant", "to_zero")},
        "stress": {name: arms[name]["stress"][:, member] for name in ("constant", "to_zero")},
    }
