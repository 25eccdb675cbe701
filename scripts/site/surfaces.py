"""The losses of two parameters or one that the experiments go down, as numbers for docs/assets/js/rules.js.

Every number comes from the experiment or its published parameters; only the frame of a picture, a start and
learning rates to begin with are chosen here. `block` puts those a page needs into it.
"""

import functools

import numpy

from scripts.engine.places import PUBLISHED
from scripts.engine.store import read
from scripts.evidence import line_fit
from scripts.site.text import in_page

RULES = {  # as docs/assets/js/rules.js has them
    "sgd": "gradient descent",
    "momentum": "momentum",
    "average": "root mean square",
    "adagrad": "Adagrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
}


def parameters(name):
    return read(name, PUBLISHED)["parameters"]


def rates(*each):
    return dict(zip(RULES, each, strict=True))


def ten_points():
    own = parameters("ten_points")
    return {
        "title": "ten-point regression",
        "points": line_fit.POINTS,
        "best": [float(each) for each in line_fit.optimum(line_fit.sums(*numpy.array(line_fit.POINTS).T))],
        "axes": ("b", "w"),
        "box": ((-200, -100), (-25, 25)),
        "start": own["start"],
        "steps": 10_000,
        "rates": rates(1.1e-6, 1.1e-6, 0.3, 10, 0.3, 0.3, 0.3),
    }


def product():
    return {
        "title": "w₁w₂, a saddle",
        "axes": ("w₁", "w₂"),
        "box": ((-2, 2), (-1.5, 1.5)),
        "start": (1.4, -1.3),
        "steps": 100,
        "rates": rates(0.05, 0.05, 0.05, 0.3, 0.05, 0.05, 0.05),
    }


def crescent():
    own = parameters("crescent")
    plain, average, adagrad, recent = (dict(own["rates"])[rule] for rule in ("plain", "average", "sum", "recent"))
    return {
        "title": "crescent",
        "steep": own["steep"],
        "best": (1, 1),
        "axes": ("w₁", "w₂"),
        "box": ((-2, 2), (-1, 3)),
        "start": (-1.4, 2.2),
        "steps": 1000,
        "rates": rates(plain, plain, average, adagrad, recent, 0.03, 0.03),
    }


def hump():
    """The first of the random landscapes, whose numbers are drawn as the experiment draws them."""
    from scripts.experiments.momentum_landscapes.landscape import WALL, draw_landscapes  # torch: seconds, for one page

    own = parameters("momentum_landscapes")
    kinds, tilt = draw_landscapes(seed_of("momentum_landscapes"), 1, own["plateau"], own["hump"])
    knots, heights = (part[0].tolist() for part in kinds["shallow first"])
    first = 0.2 * knots[1]
    return {
        "title": "plateau and hump",
        "knots": knots,
        "heights": heights,
        "tilt": tilt[0].item(),
        "wall": WALL,
        "axes": ("w",),
        "box": ((first - 0.1, knots[-1] + 0.35),),
        "start": (first,),
        "steps": 300,
        "rates": rates(own["rate"], own["rate"], 0.02, 0.1, 0.02, 0.02, 0.02),
    }


def slope():
    """The first of the random slopes, drawn as scripts/experiments/slopes/run.py draws them."""
    import torch

    from scripts.evidence.chance import generator

    own = parameters("slopes")
    chance = torch.rand(3, generator=generator(seed_of("slopes"), 0)).tolist()
    flat, high, width = (
        low * (upper / low) ** draw
        for draw, (low, upper) in zip(chance, (own["flat"], own["high"], own["width"]), strict=True)
    )
    return {
        "title": "flat, steep, flat",
        "flat": flat,
        "high": high,
        "width": width,
        "axes": ("w",),
        "box": ((-10.5, 10.5),),
        "start": (-10.0,),
        "steps": 1000,
        "rates": rates(1, 1, own["rate"], 1, own["rate"], own["rate"], own["rate"]),
    }


def seed_of(name):
    return read(name, PUBLISHED)["made"]["seed"]


SURFACES = {"crescent": crescent, "ten-points": ten_points, "product": product, "hump": hump, "slope": slope}


@functools.cache
def surface(name):
    return SURFACES[name]()


def block(*names):
    """`<script type="application/json" id="surfaces">`: what Rules.surfaces takes."""
    data = in_page({name: surface(name) for name in names})
    return f'<script type="application/json" id="surfaces">{data}</script>'
