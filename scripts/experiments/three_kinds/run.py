"""Minimum, saddle, maximum: what does the loss look like around each?

All critical points of a model with two parameters, y = sin(w x + φ), on 64 points of a wave, found by Newton's method
from a grid of starts; and the lecture's saddle, y = w₁ w₂ x with one example. No chance in it.
"""

import math

import torch
from torch.func import grad, jacrev, vmap

from snippets.classify import classify

KINDS = "minimum", "saddle", "maximum"  # shown: the highest of each, of saddles the lowest
GOAL = 1e-10
SIZES = (0.01, 0.03, 0.1, 0.3)


def hessian(loss):
    return jacrev(grad(loss))  # torch.func.hessian warns, for its forward mode


def line(low, high, places):
    return torch.linspace(low, high, places, dtype=torch.float64)


def wave_loss(theta, x, y):
    return (torch.sin(theta[0] * x + theta[1]) - y).square().mean()


def product_loss(theta):
    """The lecture's: y = w1 w2 x, with the one example (1, 1)."""
    return (1 - theta[0] * theta[1]) ** 2


def critical_points(loss, starts, steps):
    """Where plain Newton steps end, whatever the kind: theta (n, 2), without those that have not arrived or repeat."""
    theta, first, second = starts, vmap(grad(loss)), vmap(hessian(loss))
    for _ in range(steps):
        theta = theta - (torch.linalg.pinv(second(theta)) @ first(theta)[..., None])[..., 0]
    inside = (theta[:, 0].abs() < 4) & (first(theta).norm(dim=1) < GOAL)
    theta = theta[inside]
    theta[:, 1] = theta[:, 1].remainder(2 * math.pi)
    _, order = torch.unique((theta * 1e5).round(), dim=0, return_inverse=True)
    return torch.stack([theta[order == place][0] for place in range(int(order.max()) + 1)])


def run(device, *, points=64, w=1.5, phase=0.4, side=20, steps=60, reach=0.5, pixels=41):
    x = line(-3, 3, points).to(device)
    y = torch.sin(w * x + phase)

    def loss(theta):
        return wave_loss(theta, x, y)

    grid = torch.cartesian_prod(line(-3, 3, side), line(0, 2 * math.pi, side + 1)[:-1]).to(device)
    found = critical_points(loss, grid, steps)
    values = vmap(loss)(found)
    gradients, spectra = vmap(grad(loss))(found), torch.linalg.eigvalsh(vmap(hessian(loss))(found))
    kinds = [classify(g, own, GOAL) for g, own in zip(gradients, spectra, strict=True)]
    shown = {}
    for kind in KINDS:
        own = [place for place, each in enumerate(kinds) if each == kind]
        place = (min if kind == "saddle" else max)(own, key=lambda place: values[place])
        centre = found[place]
        eigenvalues, vectors = torch.linalg.eigh(hessian(loss)(centre))
        offsets = line(-reach, reach, pixels).to(device)
        square = torch.cartesian_prod(offsets, offsets) + centre
        along = (centre + offsets[:, None, None] * vectors.T).flatten(0, 1)
        shown[kind] = {
            "theta": centre,
            "loss": values[place],
            "eigenvalues": eigenvalues,
            "vectors": vectors,
            "surface": vmap(loss)(square).unflatten(0, (pixels, pixels)).T,  # rows: φ
            "along": vmap(loss)(along).unflatten(0, (pixels, 2)).T,  # by eigenvector
        }
    return {
        "count": {kind: kinds.count(kind) for kind in (*KINDS, "undecided")},
        "gradient": gradients.norm(dim=1).max(),
        "offsets": offsets,
        "shown": shown,
        "lecture": lecture(),
    }


def lecture():
    """The saddle of product_loss at 0: eigenvalues, and what a step along the eigenvector of -2 does."""
    origin = torch.zeros(2, dtype=torch.float64)
    values, vectors = torch.linalg.eigh(hessian(product_loss)(origin))
    lowered = [1 - product_loss(size * vectors[:, 0]) for size in SIZES]
    foretold = [values[0].abs() * size**2 / 2 for size in SIZES]
    axis = line(-1.5, 1.5, 41)
    path, place = [], 0.01 * vectors[:, 0].abs()
    for _ in range(120):
        path.append(place)
        place = place - 0.05 * grad(product_loss)(place)
    return {
        "hessian": hessian(product_loss)(origin),
        "eigenvalues": values,
        "sizes": list(SIZES),
        "lowered": lowered,
        "foretold": foretold,
        "step_error": max(
            abs(own - lower - size**4 / 4) for size, lower, own in zip(SIZES, lowered, foretold, strict=True)
        ),
        "axis": axis,
        "surface": vmap(product_loss)(torch.cartesian_prod(axis, axis)).unflatten(0, (41, 41)),
        "path": torch.stack(path[::4]),
    }
