"""Does the same parameter need different learning rates at different places, and do adaptive rules arrive sooner?

Rosenbrock's valley, (1 − w₁)² + 100 (w₂ − w₁²)², from random starts at its other end, with each rule at the rate that
gets there soonest on other starts. Arrived: the loss is below a hundredth.
"""

import numpy
import torch

from scripts.evidence.chance import generator

GRIDS = {
    "plain": (0.0007, 0.001, 0.0011, 0.0012, 0.0013, 0.0014, 0.0016),
    "average": (0.005, 0.007, 0.01, 0.014, 0.02, 0.03),
    "sum": (0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3),
    "recent": (0.002, 0.003, 0.004, 0.005, 0.006, 0.007),
    "short": (0.002, 0.003, 0.004, 0.005, 0.006, 0.007),
}
SETTINGS = {
    "until the loss is below 0.1": {"goal": 0.1},
    "RMSProp with α = 0.95": {"alpha": 0.95},
    "starts nearer to the valley's floor": {"off": 0.05},
}


def starts(seed, repeats, off):
    draws = numpy.array([torch.rand(2, generator=generator(seed, repeat)).tolist() for repeat in range(repeats)]).T
    w1 = -1.8 + 0.8 * draws[0]
    return w1, w1**2 + off * (2 * draws[1] - 1)


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=20_000,
    goal=0.01,
    steep=100.0,
    off=0.3,
    alpha=0.99,
    short=0.9,
    rates=(("plain", 0.0013), ("average", 0.014), ("sum", 0.14), ("recent", 0.004), ("short", 0.004)),
):
    begin = starts(seed, repeats, off)
    memory = {"recent": alpha, "short": short}
    found = {rule: down(begin, rule, rate, steps, goal, steep, memory.get(rule)) for rule, rate in rates}
    return {
        "steps": {rule: each["steps"] for rule, each in found.items()},
        "arrived": {rule: sum(count is not None for count in each["steps"]) for rule, each in found.items()},
        "median": {rule: middle(each["steps"], steps) for rule, each in found.items()},
        "rate": dict(rates),
        "curvature": found["plain"]["curvature"],  # largest over smallest, of w₁, along the path
        "effective": found["recent"]["effective"],  # largest over smallest η/σ of w₁, after the first hundred steps
        "shown": {rule: found[rule]["shown"] for rule in ("plain", "recent")},
    }


def middle(counts, steps):
    return float(numpy.median([steps if count is None else count for count in counts]))


def down(begin, rule, rate, steps, goal, steep, alpha, settle=100):
    """Steps until the loss is below the goal (None: not within `steps`), for each start; rate may be an
    array (rates, 1) for starts (rates, starts)."""
    w1, w2 = (part.copy() for part in begin)
    one, two = numpy.zeros_like(w1), numpy.zeros_like(w1)
    counts = numpy.full(w1.shape, -1)
    least, most = numpy.full((2, *w1.shape), numpy.inf), numpy.zeros((2, *w1.shape))  # of curvature, of η/σ
    shown = {"step": [], "w1": [], "w2": [], "effective": [], "curvature": []}
    with numpy.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            bend = w2 - w1**2
            loss = (1 - w1) ** 2 + steep * bend**2
            going = (counts < 0) & (abs(w1) < 10)
            counts = numpy.where(going & (loss < goal), step, counts)
            going &= loss >= goal
            if not going.any():
                break
            g1, g2 = -2 * (1 - w1) - 4 * steep * bend * w1, 2 * steep * bend
            if rule in ("recent", "short") and step:
                one, two = alpha * one + (1 - alpha) * g1**2, alpha * two + (1 - alpha) * g2**2
            else:
                one, two = one + g1**2, two + g2**2
            share = 1 / (step + 1) if rule == "average" else 1
            own = [1.0, 1.0] if rule == "plain" else [numpy.sqrt(each * share) for each in (one, two)]
            curvature = abs(2 - 4 * steep * bend + 8 * steep * w1**2)
            for place, value in enumerate((curvature, rate / own[0])):
                seen = going & (step >= settle)
                least[place] = numpy.where(seen, numpy.minimum(least[place], value), least[place])
                most[place] = numpy.where(seen, numpy.maximum(most[place], value), most[place])
            if going.flat[0] and step % 5 == 0:
                values = (step, w1.flat[0], w2.flat[0], rate / own[0], curvature.flat[0])
                for name, value in zip(shown, values, strict=True):
                    shown[name].append(float(numpy.asarray(value).flat[0]))
            w1, w2 = w1 - rate * g1 / own[0], w2 - rate * g2 / own[1]
    thin = max(1, len(shown["step"]) // 400)
    ratio = [
        [float(high / low) if low < numpy.inf else None for high, low in zip(m.flat, s.flat, strict=True)]
        for m, s in zip(most, least, strict=True)
    ]
    return {
        "steps": [int(count) if count >= 0 else None for count in counts.flat],
        "curvature": ratio[0],
        "effective": ratio[1],
        "shown": {name: values[::thin] for name, values in shown.items()},
    }
