"""Does momentum carry a descent across a plateau and over a hump, into the valley behind?

Balls start on the slope and on the plateau of random landscapes of one parameter. How many of them end behind the hump
is counted for each momentum coefficient λ; λ = 0 is gradient descent.
"""

from collections import deque
from statistics import median

import torch

from scripts.experiments.momentum_landscapes.landscape import (
    PASSED,
    PLATEAU,
    TOP,
    draw_landscapes,
    gradient,
    loss,
    path_of,
    roll,
)

SETTINGS = {
    "learning rate 0.03": {"rate": 0.03, "repeats": 20},
    "plateaus twice as long": {"plateau": (1.0, 3.0), "steps": 8000, "repeats": 20},
    "humps of half the depth or more": {"hump": (0.5, 0.8), "repeats": 20},
}


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=4000,
    starts=10,
    rate=0.05,
    slower=0.3,
    momentum=0.9,
    little=0.5,
    more=0.95,
    plateau=(0.5, 1.5),
    hump=(0.1, 0.6),
    coefficients=(0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99),
):
    kinds, tilt = draw_landscapes(seed, repeats, plateau, hump)
    tilt = tilt.to(device)
    kinds = {kind: tuple(part.to(device) for part in parts) for kind, parts in kinds.items()}
    knots = kinds["shallow first"][0]
    first, last = 0.2 * knots[:, PLATEAU], knots[:, PASSED]  # from the upper part of the slope to the plateau's end
    even = (torch.arange(starts, dtype=torch.float64, device=device) + 0.5) / starts
    line = first[:, None] + even * (last - first)[:, None]

    def share(kind, rate, momenta):
        """Of the starts, how many end behind the hump: (momenta, repeats)."""
        many = torch.tensor(momenta, dtype=torch.float64, device=device).repeat_interleave(starts)
        path = roll(line.repeat(1, len(momenta)), rate, many, steps, (*kinds[kind], tilt))
        return (deque(path, 1)[0] > knots[:, TOP : TOP + 1]).view(repeats, -1, starts).double().mean(2).T

    through = {"usual": share("shallow first", rate, coefficients)}
    through["lower_rate"] = share("shallow first", slower * rate, coefficients)
    through["deep_first"] = share("deep first", rate, coefficients)
    effective = rate / (1 - momentum)
    enough = [coefficients[int(row.int().argmax())] for row in (through["usual"] > 0.5).T if row.any()]
    shares = {
        "plain": through["usual"][coefficients.index(0.0)],
        "momentum": through["usual"][coefficients.index(momentum)],
        "little": through["usual"][coefficients.index(little)],
        "larger_rate": share("shallow first", effective, (0.0,))[0],
        "momentum_at_lower_rate": through["lower_rate"][coefficients.index(momentum)],
        "deep_first_plain": through["deep_first"][coefficients.index(0.0)],
        "deep_first_momentum": through["deep_first"][coefficients.index(momentum)],
        "high_hump": share("high hump", rate, (momentum,))[0],
    }
    rules = {"plain": (rate, 0.0), "momentum": (rate, momentum), "larger_rate": (effective, 0.0)}
    landscape = *kinds["shallow first"], tilt
    paths = {name: path_of(knots[:, PLATEAU : PLATEAU + 1], *rule, steps, landscape) for name, rule in rules.items()}
    crossing = {name: steps_to(path[..., 0], last) for name, path in paths.items()}
    return {
        "coefficients": coefficients,
        "through": through,
        "share": shares,
        "mean": {name: float(values.mean()) for name, values in shares.items()},
        "needed": median(enough) if enough else None,  # of the least λ with which more than half of the starts pass
        "steps_across": crossing,
        "rates": {"usual": rate, "lower_rate": slower * rate, "larger_rate": effective},
        "first": example(landscape, first, rules, (slower * rate, more), steps),
    }


def steps_to(path, place):
    """After how many steps each column of the path (steps + 1, repeats) is beyond its place; None if it never is."""
    beyond = path > place
    return [int(column.int().argmax()) if column.any() else None for column in beyond.T]


def example(landscape, first, rules, slow, steps):
    """The first landscape, the three rules' paths over it from its slope, and four steps of a slower one."""
    own = tuple(part[:1] for part in landscape)
    knots = own[0][0]
    paths = {name: path_of(first[:1, None], *rule, steps, own)[:, 0, 0] for name, rule in rules.items()}
    w = torch.linspace(float(first[0]), float(knots[-1]) + 0.35, 200, dtype=torch.float64, device=knots.device)
    rate, momentum = slow
    path = path_of(first[:1, None], rate, momentum, steps, own)[:, 0, 0]
    passed = path > knots[TOP]
    path = path[: int(passed.int().argmax()) + 20] if passed.any() else path  # the first passage
    where = [0.5 * (knots[1] + knots[2]), knots[3], 0.5 * (knots[3] + knots[4]), 0.5 * (knots[4] + knots[5])]
    arrows = []
    for place in where:  # the step nearest to the middle of the plateau, the valley's ground, the hump's two sides
        at = max(1, int((path - place).abs().argmin()))
        g = gradient(path[at][None, None], *own)[0, 0]
        last = path[at] - path[at - 1]
        arrows.append({
            "step": at,
            "w": path[at],
            "loss": loss(path[at][None, None], *own)[0, 0],
            "against_gradient": -rate * g,
            "last_movement": momentum * last,
            "movement": momentum * last - rate * g,
        })  # fmt: skip
    shown = sorted({round((steps + 1) ** (place / 150)) - 1 for place in range(151)})  # evenly, on a log scale
    return {
        "w": w,
        "loss": loss(w[None], *own)[0],
        "knots": knots,
        "steps": shown,
        "paths": {name: path[shown] for name, path in paths.items()},
        "arrows": arrows,
    }
