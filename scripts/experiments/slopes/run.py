"""Down a slope that is flat, steep and flat again: which rule remembers the cliff too long?

The loss of one parameter, −(a x + h · sigmoid(x / s)), for random a, h and s. From x = −10 each rule goes down to
x = 10; counted are the steps on the first and on the last four units, which are equally flat.
"""

import math

import numpy
import torch

from scripts.evidence.chance import generator

ENDS = 10.0
STRETCH = 4.0  # the flat stretches: from −10 to −6, and from 6 to 10
SETTINGS = {
    "cliffs a tenth as high": {"high": (0.5, 2.0)},
    "flats twice as steep": {"flat": (0.02, 0.2)},
    "gentle cliffs": {"width": (0.8, 1.2)},
    "learning rate 0.02": {"rate": 0.02, "steps": 40_000},
}


def run(
    device,
    seed,
    *,
    repeats=30,
    steps=20_000,
    rate=0.05,
    flat=(0.01, 0.1),
    high=(5.0, 20.0),
    width=(0.3, 0.8),
    short=0.9,
    usual=0.99,
    long=0.999,
):
    draws = numpy.array([torch.rand(3, generator=generator(seed, repeat)).tolist() for repeat in range(repeats)]).T
    a, h, s = (low * (upper / low) ** draw for draw, (low, upper) in zip(draws, (flat, high, width), strict=True))
    memories = {"average": None, "short": short, "usual": usual, "long": long}
    found = {name: down(a, h, s, rate, alpha, steps) for name, alpha in memories.items()}
    return {
        "steps": {name: {part: each[part] for part in ("first", "last")} for name, each in found.items()},
        "sigma": {name: each["sigma"] for name, each in found.items()},  # over the flat's gradient, at the end
        "times": {  # as many steps on the last flat as on the first: the geometric mean
            name: math.exp(numpy.log(numpy.array(each["last"]) / each["first"]).mean()) for name, each in found.items()
        },
        "shown": {name: each["shown"] for name, each in found.items() if name != "long"},
        "slope": slope(a[0], h[0], s[0]),
        "cliff": float(numpy.median(h / (4 * s) / a)),  # how much steeper the cliff is than the flats
    }


def down(a, h, s, rate, alpha, steps):
    """Steps on the two flats and σ at the end, for each slope; alpha None: the average of all squared gradients."""
    x, squares = numpy.full(len(a), -ENDS), 0.0
    first, last, sigma_end = (numpy.zeros(len(a)) for _ in range(3))
    shown = {"step": [], "x": [], "sigma": [], "gradient": []}
    for step in range(steps):
        share = 1 / (1 + numpy.exp(-x / s))
        gradient = -(a + h * share * (1 - share) / s)
        if alpha is None or step == 0:
            squares = squares + gradient**2
            sigma = numpy.sqrt(squares / (step + 1))
        else:
            squares = alpha * squares + (1 - alpha) * gradient**2
            sigma = numpy.sqrt(squares)
        going = x < ENDS
        if not going.any():
            break
        first += going & (x < STRETCH - ENDS)
        last += going & (x >= ENDS - STRETCH)
        sigma_end = numpy.where(going, sigma / a, sigma_end)
        if going[0]:
            for name, value in (("step", step), ("x", x[0]), ("sigma", sigma[0]), ("gradient", -gradient[0])):
                shown[name].append(float(value))
        x = x - rate * gradient / sigma
    thin = max(1, len(shown["step"]) // 600)
    return {
        "first": first,
        "last": [float(count) if arrived else None for count, arrived in zip(last, x >= ENDS, strict=True)],
        "sigma": sigma_end,
        "shown": {name: values[::thin] for name, values in shown.items()},
    }


def slope(a, h, s):
    x = numpy.linspace(-ENDS, ENDS, 200)
    return {"x": x, "loss": -(a * x + h / (1 + numpy.exp(-x / s)))}
