"""Does batch normalization help because the layers' inputs shift less? Shift them again, after it, and see.

Networks with sigmoids, and the same with ReLUs, learn MNIST-1D (Greydanus and Kobak, 2024): without normalization,
with batch normalization, and with batch normalization whose output is then scaled and shifted at random, anew at every
step, after Santurkar et al. (2018). The *drift* is how far a unit's mean input to the activation moves from one step to
the next, in standard deviations of that input. It is not the measure of those authors, who compare gradients.
"""

import math

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import digits, orders, signals
from scripts.evidence.norms import Normal, accuracies, descend, forward, init, losses_of
from snippets.ensemble import batches

RATES = {  # of the least training loss, seeds 0 to 9: tune.py
    "sigmoid": {"batch": 0.1, "shifted": 0.1},
    "ReLU": {"none": 0.03, "batch": 0.03, "shifted": 0.03},
}
ACTIVATIONS = {"sigmoid": (torch.sigmoid, 1.0), "ReLU": (torch.relu, 2.0)}  # and the gain of the initialization
WATCHED = 20  # every so many steps the drift is measured
SETTINGS = {
    "digits": {"data": "digits", "repeats": 10},
    "8 hidden layers": {"layers": 8, "repeats": 10},
    "width 64": {"width": 64, "repeats": 10},
    "shifts twice as large": {"size": 1.0, "repeats": 10},
}


class Shift:
    """Every unit's input times U(1, 1 + size/2), plus U(−size, size), drawn anew at each step for each unit, and a
    jitter of 0.1 for each example."""

    def __init__(self, size, own):
        self.size, self.own, self.drawn = size, own, {}

    def next(self):
        self.drawn = {}

    def _uniform(self, z):
        return torch.stack([torch.rand(z.shape[1:], generator=each) for each in self.own]).to(z.device)

    def __call__(self, z, number):
        if number not in self.drawn:
            unit = self._uniform(z[:, :2])  # (E, 2, positions, units)
            scale, shift = 1 + self.size / 2 * unit[:, :1], self.size * (2 * unit[:, 1:] - 1)
            self.drawn[number] = scale, shift
        scale, shift = self.drawn[number]
        return z * scale + shift + 0.1 * (2 * self._uniform(z) - 1)


def train(device, seed, jobs, *, repeats, steps, batch_size, examples, width, layers, size, data, activation):
    """For each job (arm, rate): {"loss": [...], "accuracy": [...], "drift": [...]}, a number for each repeat.

    Loss on the training examples, accuracy on others; statistics of batch normalization are then those of the whole
    training set, and nothing is shifted.
    """
    x, y = digits(device) if data == "digits" else signals(device)
    x = ((x - x.mean()) / x.std())[:, None]
    act, gain = ACTIVATIONS[activation]
    net = ((width, 1, 1),) * layers
    chance = [generator(seed, repeat) for repeat in range(repeats)]
    split = orders(chance, x)
    known, fresh = split[:, :examples], split[:, examples : examples + 1000]
    start = init(net, x.shape[-1], chance, device, gain=gain)
    order = batches(known, batch_size, steps, chance)
    found = {}
    for arm in dict.fromkeys(arm for arm, _ in jobs):
        rates = [rate for other, rate in jobs if other == arm]
        count = len(rates)
        every = torch.tensor(rates, device=device).repeat_interleave(repeats)
        parameters = [each.detach().repeat(count, *[1] * (each.dim() - 1)).requires_grad_() for each in start]
        movements = [torch.zeros_like(each) for each in parameters]
        normal = None if arm == "none" else Normal("batch", momentum=None)
        own = [generator(seed, repeat, 1) for _ in rates for repeat in range(repeats)]
        shift = Shift(size, own) if arm == "shifted" else None
        probe, drifts = known[:, :200].repeat(count, 1), []

        def inputs():  # what each activation is given on the probe: means and deviations, (E, layers × units)
            seen = []
            with torch.no_grad():
                forward(parameters, x[probe], net, normal, act, shift, seen)  # noqa: B023 (called in this round)
            return torch.cat([z.mean((1, 2)) for z in seen], 1), torch.cat([z.std(1)[:, 0] for z in seen], 1)

        for step, rows in enumerate(order.repeat(1, count, 1).to(device)):
            watched = step % WATCHED == WATCHED - 1
            if watched:
                before, deviation = inputs()
            losses = losses_of(forward(parameters, x[rows], net, normal, act, shift), y[rows])
            descend(parameters, movements, losses, every)
            if shift:
                shift.next()
            if watched:
                moved = (inputs()[0] - before).abs() / (deviation + 1e-3)
                drifts.append(moved.mean(1))
        with torch.no_grad():
            if normal:
                normal = _fixed(parameters, x[known.repeat(count, 1)], net, act)
            outputs, others = (
                (forward(parameters, x[rows], net, normal, act), y[rows])
                for rows in (known.repeat(count, 1), fresh.repeat(count, 1))
            )
            of_job = {"loss": losses_of(*outputs), "accuracy": accuracies(*others)}
            of_job["drift"] = torch.stack(drifts).mean(0) if drifts else torch.full_like(of_job["loss"], math.nan)
        for place, rate in enumerate(rates):
            part = slice(place * repeats, (place + 1) * repeats)
            found[arm, rate] = {
                name: [value if math.isfinite(value) else None for value in values[part].tolist()]
                for name, values in of_job.items()
            }
    return [found[job] for job in jobs]


def _fixed(parameters, x, net, act):
    """Batch normalization with the statistics of x (E, n, 1, features)."""
    normal = Normal("batch", momentum=1.0)
    forward(parameters, x, net, normal, act)
    normal.training = False
    return normal


def run(
    device,
    seed,
    *,
    repeats=12,
    steps=300,
    batch_size=64,
    examples=1000,
    width=32,
    layers=6,
    size=0.5,
    data="MNIST-1D",
    rates=RATES,
    plain_rates=(0.01, 0.03, 0.1, 0.3),
):
    how = {"repeats": repeats, "steps": steps, "batch_size": batch_size, "examples": examples}
    how |= {"width": width, "layers": layers, "size": size, "data": data}
    found = {}
    for activation, of_arm in rates.items():
        jobs = [*of_arm.items()]
        found[activation] = dict(zip(of_arm, train(device, seed, jobs, activation=activation, **how), strict=True))
    jobs = [("none", rate) for rate in plain_rates]
    plain = train(device, seed, jobs, activation="sigmoid", **how)
    found["sigmoid"] |= {f"none, {rate}": each for rate, each in zip(plain_rates, plain, strict=True)}
    return {
        "found": found,
        "plain_rates": list(plain_rates),
        "mean": {
            activation: {arm: {name: mean(values) for name, values in each.items()} for arm, each in arms.items()}
            for activation, arms in found.items()
        },
    }


def mean(values):
    kept = [value for value in values if value is not None]
    return sum(kept) / len(kept) if kept else None
