"""A straight line b + wx through a few points, by rules with one rate for both parameters or one for each.

The loss is the *sum* of the squared errors: its gradient hangs on five sums over the points, so that a step costs a
few multiplications, whether for one path (plain floats) or for many at once (numpy arrays).
"""

import numpy

POINTS = (  # the ten that the lecture is known to use; they stand in many public solutions of its homework
    (338.0, 640.0),
    (333.0, 633.0),
    (328.0, 619.0),
    (207.0, 393.0),
    (226.0, 428.0),
    (25.0, 27.0),
    (179.0, 193.0),
    (60.0, 66.0),
    (208.0, 226.0),
    (606.0, 1591.0),
)


def sums(x, y):
    """n, Σx, Σx², Σy and Σxy over the last axis: what the gradient hangs on."""
    return x.shape[-1], x.sum(-1), (x * x).sum(-1), y.sum(-1), (x * y).sum(-1)


def optimum(of):
    """b, w of the least squares."""
    n, sx, sxx, sy, sxy = of
    w = (n * sxy - sx * sy) / (n * sxx - sx**2)
    return (sy - w * sx) / n, w


def curvatures(of):
    """H_bb, H_bw, H_ww, and the smallest and largest eigenvalue of the Hessian."""
    n, sx, sxx, _, _ = of
    bb, bw, ww = 2 * n, 2 * sx, 2 * sxx
    middle, reach = (bb + ww) / 2, numpy.sqrt(((ww - bb) / 2) ** 2 + bw**2)
    largest = middle + reach
    return bb, bw, ww, (bb * ww - bw**2) / largest, largest


def closed_form(of, start, rate, steps):
    """b, w of plain gradient descent after `steps` updates (a number or an array), without making them."""
    best = numpy.array(optimum(of))
    bb, bw, ww, _, _ = curvatures(of)
    values, vectors = numpy.linalg.eigh([[bb, bw], [bw, ww]])
    shares = vectors.T @ (numpy.array(start) - best)
    kept = (1 - rate * values)[:, None] ** numpy.atleast_1d(steps)
    return best[:, None] + vectors @ (shares[:, None] * kept)


def path(of, start, steps, rate, rule="plain", decay=lambda step: 1.0, alpha=0.99, root=numpy.sqrt):
    """Yields b, w and σ of w before each step.

    of: the five sums, numbers or arrays (paths,). rule: *plain*, gradient descent; *average*, σ is the root of the mean
    of all squared gradients; *sum*, of their sum, as in Adagrad; *recent*, the mean with weights that fall with α, as
    in RMSProp, begun at the first. The rate of a step is rate · decay(step). root: math.sqrt where all are floats.
    """
    n, sx, sxx, sy, sxy = of
    (b, w), squares_b, squares_w = start, 0.0, 0.0
    for step in range(steps):
        gradient_b = 2 * (n * b + w * sx - sy)
        gradient_w = 2 * (b * sx + w * sxx - sxy)
        if rule == "recent" and step:
            squares_b = alpha * squares_b + (1 - alpha) * gradient_b**2
            squares_w = alpha * squares_w + (1 - alpha) * gradient_w**2
        else:
            squares_b, squares_w = squares_b + gradient_b**2, squares_w + gradient_w**2
        share = 1 / (step + 1) if rule == "average" else 1
        sigma_b, sigma_w = (1.0, 1.0) if rule == "plain" else (root(squares_b * share), root(squares_w * share))
        yield b, w, sigma_w
        now = rate * decay(step)
        b, w = b - now * gradient_b / sigma_b, w - now * gradient_w / sigma_w


def floor(of, b):
    """The w of the least loss for this b: the floor of the valley."""
    _, sx, sxx, _, sxy = of
    return (sxy - b * sx) / sxx
