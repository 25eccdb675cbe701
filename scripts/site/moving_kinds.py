"""What moves: for each kind the experiment of its figure, and the numbers that the page computes with.

The numbers come from the published results and parameters, or from the experiment's own definitions. Chosen here are
only a slider's name, sign and stops (`values`), and where it begins. docs/assets/js/moving-kinds.js has a function of
the same name for each, which computes the rest.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean

from scripts.evidence.line_fit import POINTS
from scripts.site.surfaces import surface


@dataclass(frozen=True)
class Kind:
    experiment: str
    data: Callable  # (parameters, result) -> what goes into the page
    plays: bool = False  # over time: where a path is the matter


def slider(name, sign, values, begin):
    return {"name": name, "sign": sign, "values": sorted({*values, begin}), "begin": begin}


def short(value):
    """Three digits: a stop of a slider is a number that one can say."""
    return float(f"{value:.3g}")


def evenly(low, high, count):
    """Stops from low to high, each as many times the one before."""
    return [short(low * (high / low) ** (place / (count - 1))) for place in range(count)]


def step_size(asked, result):
    first = result["first"]
    limit = first["largest_rate"]
    rates = [*evenly(asked["too_small"], 0.9 * limit, 30), *(short(near * limit) for near in (0.95, 0.99, 1.01, 1.05))]
    return slider("Learning rate", "η", [*rates, asked["too_large"]], asked["learning_rate"]) | {
        "best": first["optimum"],
        "hessian": first["hessian"],
        "least": first["smallest_loss"],
        "limit": limit,
        "steps": asked["steps"],
    }


def ten_points(asked, result):
    limit = result["limit"]
    rates = [*evenly(1e-9, 1e-6, 25), *(float(f"{near * limit:.5g}") for near in (0.95, 0.99, 0.999, 1.005, 1.01, 1.1))]
    return slider("Learning rate", "η", rates, asked["slow"]) | {
        "points": POINTS,
        "start": asked["start"],
        "best": result["best"],
        "hessian": result["hessian"],
        "limit": limit,
        "steps": asked["steps"],
    }


def own_rates(asked, result):
    flat, steep = asked["curvatures"]
    times = steep / flat
    return slider("Condition number", "κ", evenly(1, 1000, 28), times) | {
        "start": asked["bowl_start"],
        "rate": asked["bowl_rate"],
        "steps": asked["bowl_steps"],
        "share": short(result["bowl"]["plain"]["rate"][0][0] * (flat + steep) / 2),  # of the best single rate
    }


def momentum(asked, result):
    hump = surface("hump")
    coefficients = {*asked["coefficients"], 0.1, 0.2, 0.4, 0.6, 0.75, 0.85, 0.87, 0.92, 0.94, 0.96, 0.97}
    numbers = {key: hump[key] for key in ("knots", "heights", "tilt", "wall", "box", "start")}
    return slider("Momentum", "λ", coefficients, asked["momentum"]) | numbers | {
        "rate": asked["rate"],
        "steps": asked["steps"],
    }  # fmt: skip


def sigma(asked, result):
    numbers = {key: surface("slope")[key] for key in ("flat", "high", "width")}
    memories = [0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.993, 0.995, 0.997, 0.999]
    return slider("Memory", "α", memories, asked["usual"]) | numbers | {"rate": asked["rate"]}


def warm_up(asked, result):
    names = "every", "halving", "end", "scale", "cooldown"
    return slider("Steps of warm-up", "w", range(0, asked["steps"] // 2 + 1, 20), asked["warmup"]) | {
        "steps": asked["steps"],
        **{name: asked[name] for name in names},
    }


def batch_size(asked, result):
    sizes = asked["sizes"]
    critical = math.exp(fmean(math.log(each) for each in result["critical"]))
    means = [math.exp(fmean(math.log(each) for each in result["updates"][str(size)])) for size in sizes]
    stops = [round(sizes[0] * 2 ** (half / 2)) for half in range(-4, 15)]
    return slider("Batch size", "B", stops, sizes[1]) | {
        "sizes": sizes,
        "means": [short(mean) for mean in means],
        "critical": short(critical),
        "least": short(means[-1] / (1 + critical / sizes[-1])),
        "scale": [short(min(result["scale"])), short(max(result["scale"]))],
        "goal": asked["goal"],
    }


def loss_surfaces(asked, result):
    gaps = [half / 2 for half in range(-2 * asked["gaps"][-1], 2 * asked["gaps"][-1] + 1)]
    return slider("Gap of the scores", "d", gaps, float(asked["gaps"][-1]))


def polynomial(asked, result):
    from scripts.experiments.flexibility.parabola import truth  # only where it is shown: a toy site has no experiments

    most, chance = asked["parameters"], random.Random(0)
    starts = [[round(chance.gauss(0, asked["start_size"]), 2) for _ in range(most)] for _ in range(asked["shown"])]
    points = [(x, round(truth(x), 9)) for x in result["points"]]
    return slider("Degree", "d", range(most), most - 1) | {"points": points, "starts": starts}


def batch_statistics(asked, result):
    sizes = 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64
    return slider("Batch size", "n", sizes, asked["small"]) | {"runs": asked["repeats"], "batches": 100, "seed": 1}


KINDS = {
    "step-size": Kind("three_steps", step_size, plays=True),
    "ten-points": Kind("ten_points", ten_points, plays=True),
    "own-rates": Kind("own_rates", own_rates, plays=True),
    "momentum": Kind("momentum_landscapes", momentum, plays=True),
    "sigma": Kind("slopes", sigma, plays=True),
    "warm-up": Kind("schedule_shapes", warm_up),
    "batch-size": Kind("noise_scale", batch_size),
    "loss-surfaces": Kind("loss_surfaces", loss_surfaces),
    "polynomial": Kind("flexibility", polynomial),
    "batch-statistics": Kind("batch_norm_scale", batch_statistics),
}
