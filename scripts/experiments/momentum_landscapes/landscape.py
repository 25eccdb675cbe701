"""A slope, a plateau, a valley, a hump and a second valley: the heights along one parameter, and balls that roll there.

Between neighbouring knots the loss is half a period of a cosine; a slight tilt is added everywhere, so that the plateau
falls too. Behind the second valley stands a wall.
"""

import math

import torch

from scripts.evidence.chance import generator

WALL = 8.0  # the curvature behind the last valley
# The knots where the plateau begins and ends, of the hump's top, and of the last valley.
PLATEAU, PASSED, TOP, LAST = 1, 2, 4, 5


def draw_landscapes(seed, repeats, plateau, hump):
    """{kind: knots (repeats, 6), heights (repeats, 6)}, and the tilts (repeats,), one landscape a repeat.

    plateau: its least and greatest length. hump: its least and greatest height, in depths of the shallow valley.
    kinds: "shallow first"; "deep first", with the two depths exchanged; "high hump", one that is higher than the slope.
    """
    ranges = ((1.0, 2.0), plateau, (0.4, 0.8), (0.3, 0.6), (0.6, 1.0), (0.3, 0.8), (0.4, 0.8), (0.3, 0.6), hump)
    low, high = torch.tensor(ranges, dtype=torch.float64).T
    unit = [torch.rand(len(ranges) + 1, generator=generator(seed, r), dtype=torch.float64) for r in range(repeats)]
    unit = torch.stack(unit)
    drawn, tilt = low + (high - low) * unit[:, :-1], 0.02 + 0.03 * unit[:, -1]
    knots = torch.cat([torch.zeros(repeats, 1), drawn[:, :5].cumsum(1)], 1)
    slope, shallow, more, share = drawn[:, 5:].T
    top, deep, level = (share - 1) * shallow, shallow + more, torch.zeros_like(slope)
    kinds = {
        "shallow first": (slope, level, level, -shallow, top, -deep),
        "deep first": (slope, level, level, -deep, top, -shallow),
        "high hump": (slope, level, level, -shallow, slope + 0.3, -deep),
    }
    return {kind: (knots, torch.stack(heights, 1)) for kind, heights in kinds.items()}, tilt


def progress(w, knots):
    """How far w (repeats, n) is between each knot and the next, from 0 to 1: (5, repeats, n); and the lengths."""
    lengths = knots.diff(dim=1).T[..., None]
    return ((w - knots[:, :-1].T[..., None]) / lengths).clamp(0, 1), lengths


def loss(w, knots, heights, tilt):
    """w: (repeats, n), one row for each landscape."""
    along, _ = progress(w, knots)
    rise = heights.diff(dim=1).T[..., None]
    wall = (w - knots[:, LAST:]).clamp(min=0)
    return (
        heights[:, :1] + (rise * (1 - torch.cos(math.pi * along)) / 2).sum(0) - tilt[:, None] * w + WALL * wall**2 / 2
    )


def gradient(w, knots, heights, tilt):
    along, lengths = progress(w, knots)
    rise = heights.diff(dim=1).T[..., None]
    wall = (w - knots[:, LAST:]).clamp(min=0)
    return (rise * math.pi / (2 * lengths) * torch.sin(math.pi * along)).sum(0) - tilt[:, None] + WALL * wall


def roll(w, rate, momentum, steps, landscape):
    """m ← λm − ηg, w ← w + m from rest: yields w (repeats, n) after each step. landscape: what `gradient` takes.

    momentum: a number, or one for each of the n balls.
    """
    m = torch.zeros_like(w)
    for _ in range(steps):
        m = momentum * m - rate * gradient(w, *landscape)
        w = w + m
        yield w


def path_of(w, *rule):
    """The same, all at once, with the start: (steps + 1, repeats, n)."""
    return torch.stack([w, *roll(w, *rule)])
