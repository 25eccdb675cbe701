"""Ten points, a straight line, a convex loss: why does no single learning rate arrive, and what do two?

The line b + wx through ten points that many public solutions of the lecture's homework share; the loss is the sum of
the squared errors, the start (-120, -4), as on the lecture's slides. No chance in it, and no critical point but one.
"""

import math

import numpy
import torch

from scripts.evidence import line_fit

NEAR = 1.0  # arrived: b within this of the optimum's, from 68 away
OFF = 0.5  # a burst: w further than this off the valley's floor, after it was once reached
WITHIN = 50  # steps before a burst in which σ is looked at
DECAYS = {  # ηᵗ over η⁰
    "constant": lambda step: 1.0,
    "1/(1 + t/1000)": lambda step: 1 / (1 + step / 1000),
    "1/√(1 + t/100)": lambda step: 1 / math.sqrt(1 + step / 100),
    "1/√(1 + t)": lambda step: 1 / math.sqrt(1 + step),  # the average with it is Adagrad
    "1/(1 + t/10 000)": lambda step: 1 / (1 + step / 10_000),
    "to zero, evenly": lambda step: 1 - step / 70_000,
    "1/(1 + t)": lambda step: 1 / (1 + step),
}


def run(
    device,
    *,
    start=(-120.0, -4.0),
    steps=100_000,
    adaptive_steps=70_000,
    slow=1e-7,
    near=0.9999,
    beyond=1.005,
    rate=1.0,
    rates=(0.1, 0.3, 1.0),
    sum_rates=(1.0, 3.0, 10.0),
    tried=60,
    checked=1000,
):
    x, y = numpy.array(line_fit.POINTS).T
    of = tuple(float(each) for each in line_fit.sums(x, y))
    best, (bb, bw, ww, smallest, largest) = line_fit.optimum(of), line_fit.curvatures(of)
    limit = 2 / largest
    plain = {"too slow": slow, "swings": near * limit, "leaves": beyond * limit}
    places, drawn = thin(steps), thin(adaptive_steps)

    def followed(rule, rate, decay="constant"):
        way = line_fit.path(of, start, adaptive_steps, rate, rule, DECAYS[decay], root=math.sqrt)
        return story(of, best, rate, DECAYS[decay], way, drawn)

    grid = numpy.geomspace(1e-9, limit * 0.999_999, tried)
    far = abs(start[0] - best[0])
    reached = [float(line_fit.closed_form(of, start, each, steps)[0, 0]) for each in grid]
    fastest = 2 / (smallest + largest)
    return {
        "best": best,
        "eigenvalues": [smallest, largest],
        "condition": largest / smallest,
        "hessian": [bb, bw, ww],
        "limit": limit,
        "distance": far,
        "plain": {name: one_rate(of, start, each, steps, places) for name, each in plain.items()},
        "slide": [closed(of, start, 1e-2, count) for count in (1, 2)],
        "grid": {"rates": grid, "b": reached},
        "arrived": [abs(b - best[0]) < NEAR for b in reached],
        "needed": math.log(NEAR / far) / math.log(1 - fastest * smallest),
        "checks": checks(of, start, best, checked),
        "average": {f"{each:g}": followed("average", each) for each in rates},
        "sum": {f"{each:g}": followed("sum", each) for each in sum_rates},
        "decays": {name: followed("average", rate, name) for name in DECAYS if name not in ("constant", "1/√(1 + t)")},
    }


def one_rate(of, start, rate, steps, places):
    """Plain gradient descent: b and w at the places that are drawn, the swing of w in the first steps, and the end."""
    with numpy.errstate(over="ignore", invalid="ignore"):
        b, w = line_fit.closed_form(of, start, rate, places)
        b, w = (part if rate < 2 / line_fit.curvatures(of)[4] else part[:50] for part in (b, w))
    off = abs(w - line_fit.floor(of, b))[:50]
    end = closed(of, start, rate, steps) if len(b) > 50 else None
    return {"rate": rate, "b": b, "w": w, "off": off, "grows": int((off[1:] > off[:-1]).sum()), "end": end}


def closed(of, start, rate, count):
    return [float(each) for each in line_fit.closed_form(of, start, rate, count)[:, 0]]


def thin(steps):
    """The steps that are drawn: all of the first hundred, then a thousand evenly on a log scale."""
    later = numpy.geomspace(100, max(steps - 1, 101), 1000).astype(int)
    return numpy.unique(numpy.concatenate([numpy.arange(100), later]).clip(0, steps - 1))


def story(of, best, rate, decay, way, places):
    """When it arrives, its bursts, and whether σ of w was below what the curvature allows before each.

    A burst lasts from the first step off the floor until it has been near for a hundred steps.
    """
    ww, kept, arrives, touched, calm, below = line_fit.curvatures(of)[2], [], None, False, 0, -WITHIN - 1
    starts, preceded, largest, drawn, unstable = [], [], 0.0, set(places.tolist()), 0
    for step, (b, w, sigma) in enumerate(way):
        off = abs(w - line_fit.floor(of, b))
        if sigma < rate * decay(step) * ww / 2:
            below, unstable = step, unstable + 1
        touched = touched or off < OFF / 5
        if touched and off > OFF:
            if calm == 0 or calm > 100:
                starts.append(step)
                preceded.append(step - below <= WITHIN)
            calm, largest = 1, max(largest, off)
        elif calm:
            calm += 1
        if arrives is None and abs(b - best[0]) < NEAR:
            arrives = step
        if step in drawn:
            kept.append((step, b, w, sigma))
    names = ("step", "b", "w", "sigma")
    return {
        "path": dict(zip(names, zip(*kept, strict=True), strict=True)),
        "arrives": arrives,
        "bursts": len(starts),
        "first": starts[0] if starts else None,
        "starts": starts,
        "preceded": sum(preceded),
        "largest": largest,
        "unstable": unstable,
        "end": [b, w],
        "off_the_end": math.hypot(b - best[0], w - best[1]),
    }


def checks(of, start, best, steps):
    """Our sums against torch: the optimum, the eigenvalues, the closed form, and torch.optim.Adagrad."""
    x, y = torch.tensor(line_fit.POINTS, dtype=torch.float64).T
    design = torch.stack([torch.ones_like(x), x], 1)
    # of the drivers for least squares, the default's last digits depend on where in memory it works
    solution = torch.linalg.lstsq(design, y[:, None], driver="gels").solution[:, 0]

    def loss(theta):
        return (design @ theta - y).square().sum()

    values = torch.linalg.eigvalsh(torch.autograd.functional.hessian(loss, solution))
    ours = torch.tensor(line_fit.curvatures(of)[3:], dtype=torch.float64)
    wanted = torch.tensor(best, dtype=torch.float64)
    found = {
        "optimum": float(((solution - wanted) / wanted).abs().max()),
        "eigenvalues": float(((values - ours) / ours).abs().max()),
    }
    looped = list(line_fit.path(of, start, steps + 1, 1e-6, root=math.sqrt))[-1][:2]
    found["closed_form"] = max(abs(a - b) for a, b in zip(looped, closed(of, start, 1e-6, steps), strict=True))
    for name, rule, decay in (("sum", "sum", "constant"), ("average", "average", "1/√(1 + t)")):
        own = list(line_fit.path(of, start, steps + 1, 1.0, rule, DECAYS[decay], root=math.sqrt))[-1][:2]
        found[f"adagrad_{name}"] = max(abs(a - b) for a, b in zip(own, adagrad(loss, start, steps), strict=True))
    return found


def adagrad(loss, start, steps):
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adagrad([theta], lr=1.0, eps=0.0)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(theta).backward()
        optimizer.step()
    return theta.tolist()
