"""Do the three steps work: a function with unknown parameters, a loss from training data, optimization?

A line predicts the progression of diabetes from the body-mass index of real patients (Efron et al.,
2004, in scikit-learn). Errors are root mean squares, in points of the progression score.
"""

from statistics import fmean

import numpy
import torch
from sklearn.datasets import load_diabetes

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Identity
from scripts.style import FAINT, INK
from snippets.three_steps import gradient_descent, line, mean_squared_error

AGE, BMI = 0, 2  # columns of the data
USUAL_BMI = 25  # subtracted, so that b is the score at a usual body-mass index
MATTERS = 5  # percent of the test error: a smaller change would not decide what we do next


def load(device):
    """The ten measurements (patients, 10) and the scores (patients,)."""
    data = load_diabetes(scaled=False)
    return (torch.tensor(part, dtype=torch.float64, device=device) for part in (data.data, data.target))


def split(seed, repeat, patients, train_size):
    """The places of the training and of the test patients."""
    return torch.randperm(patients, generator=generator(seed, repeat)).split([train_size, patients - train_size])


def least_squares(inputs, y):
    """The parameters with the smallest mean squared error, in closed form. inputs: (examples, parameters)."""
    return torch.linalg.lstsq(inputs, y[:, None]).solution[:, 0]


def with_one(*inputs):
    """The inputs of a function that is linear in its parameters, the first of them a constant: (examples, 1 + n)."""
    return torch.column_stack([torch.ones_like(inputs[0]), *inputs])


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=300,
    train_size=300,
    learning_rate=0.035,
    too_small=0.00035,
    too_large=0.06,
    candidates=((0.0, 0.0), (100.0, 20.0), (200.0, -5.0)),
):
    columns, y = load(device)
    x, untrained = columns[:, BMI] - USUAL_BMI, torch.zeros(2, dtype=torch.float64, device=device)
    distance, train_error, test_error, error_of_mean = [], [], [], []
    for repeat in range(repeats):
        train, test = (part.to(device) for part in split(seed, repeat, len(y), train_size))

        def loss(theta, x=x[train], y=y[train]):
            return mean_squared_error(line(theta, x), y)

        path = gradient_descent(loss, untrained, learning_rate, steps)
        best = least_squares(with_one(x[train]), y[train])
        distance.append((path[-1] - best).norm() / best.norm())
        train_error.append(loss(path[-1]).sqrt())
        test_error.append(mean_squared_error(line(path[-1], x[test]), y[test]).sqrt())
        error_of_mean.append(mean_squared_error(y[train].mean(), y[test]).sqrt())

        if repeat == 0:
            hessian = 2 * with_one(x[train]).T @ with_one(x[train]) / train_size
            first = {
                "train": {"x": x[train], "y": y[train]},
                "test": {"x": x[test], "y": y[test]},
                "optimum": best,
                "smallest_loss": loss(best),
                "hessian": hessian,
                "largest_rate": 2 / torch.linalg.eigvalsh(hessian)[-1],
                "candidate_error": [loss(torch.tensor(theta).to(x)).sqrt() for theta in candidates],
                "path": path,
                "too_small": gradient_descent(loss, untrained, too_small, steps)[:: max(1, steps // 30)],
                "too_large": gradient_descent(loss, untrained, too_large, 4),
            }
    errors = {"train": train_error, "test": test_error, "mean": error_of_mean}
    return {
        "patients": len(y),
        "test_size": len(y) - train_size,
        "candidates": candidates,
        "first": first,
        "distance": distance,
        "error": errors,
        "average_error": {name: fmean(map(float, values)) for name, values in errors.items()},
    }


def claim_descent_ends_at_the_least_squares_optimum(result):
    r"""Gradient descent ends at $\theta^* = \arg\min_\theta L(\theta)$, which least squares gives in closed form.

    Slot 01. Figure: surface. Scope: largest relative distance over [[repeats]] training sets of [[train_size]]
    patients; a line, [[steps]] steps with η = [[learning_rate]], float64.
    """
    return Identity(error=max(result["distance"]), tolerance=1e-6, unit="relative distance")


def claim_training_lowers_the_test_error(result):
    """The trained line predicts unseen patients better than the mean of the training scores does.

    Slot 01. Figure: test. Scope: root mean squared error on [[test_size]] test patients, [[repeats]] random splits of
    the same [[patients]] patients. The interval covers the drawing of the split, not new patients.
    """
    pairs = zip(result["error"]["test"], result["error"]["mean"], strict=True)
    return Effect([100 * (ours / mean - 1) for ours, mean in pairs], unit="% test error", delta=MATTERS, side=-1)


def claim_test_error_equals_training_error(result):
    """The trained line errs as much on unseen patients as on those it was trained on.

    Slot 01. Figure: test. Scope: two parameters, [[train_size]] training and [[test_size]] test patients, [[repeats]]
    random splits of the same [[patients]] patients. The interval covers the drawing of the split, not new patients.
    """
    pairs = zip(result["error"]["test"], result["error"]["train"], strict=True)
    return Equivalence([100 * (test / train - 1) for test, train in pairs], unit="% on test data", delta=MATTERS)


def patients(axes, part, color):
    axes.plot(part["x"], part["y"], ".", color=color, alpha=0.6, markersize=6, markeredgewidth=0)
    axes.set(xlim=(-8, 20), ylim=(-20, 360), xlabel=f"body-mass index − {USUAL_BMI}", ylabel="progression score")


def candidate(axes, theta, name, color, linestyle="-"):
    """One line of the function set, named where it ends."""
    b, w = theta
    right = min(18, (345 - b) / w) if w > 0 else 18
    axes.plot([-8, right], [line(theta, -8), line(theta, right)], color=color, linestyle=linestyle)
    axes.text(right + 0.3, line(theta, right), name, color=color, va="center")


def draw(figure, result):
    """Candidates of step 1 over the training data."""
    axes = figure.subplots()
    patients(axes, result["first"]["train"], INK)
    looks = ("C3", "-."), ("C2", ":"), ("C1", "--")
    for name, theta, look in zip("ABC", result["candidates"], looks, strict=True):
        candidate(axes, theta, name, *look)
    candidate(axes, result["first"]["optimum"], "θ*", "C0")


def draw_surface(figure, result):
    """The loss over (b, w), and where gradient descent goes at three learning rates."""
    axes, first = figure.subplots(), result["first"]
    optimum, hessian = numpy.array(first["optimum"]), numpy.array(first["hessian"])
    b, w = numpy.meshgrid(numpy.linspace(-70, 230, 90), numpy.linspace(-45, 75, 90))
    away = numpy.stack([b, w], -1) - optimum
    error = numpy.sqrt(first["smallest_loss"] + (away @ hessian * away).sum(-1) / 2)  # exact: L is a parabola
    axes.grid(visible=False)
    axes.clabel(axes.contour(b, w, error, [70, 100, 150, 200, 250, 300], colors=FAINT), fontsize=9, colors=INK)
    for name, color, look in ("too_large", "C1", "^--"), ("too_small", "C3", "s-"), ("path", "C0", "o-"):
        axes.plot(*zip(*first[name], strict=True), look, color=color, markersize=4, linewidth=1.2)
    axes.plot(*optimum, "*", color=INK, markersize=14)
    axes.text(optimum[0] + 4, optimum[1] - 5, "θ*", va="top")
    for name, theta, shift in zip("ABC", result["candidates"], (-8, 8, 8), strict=True):
        axes.plot(*theta, "x", color=INK)
        axes.text(theta[0] + shift, theta[1], name, ha="center", va="center")
    axes.text(-3, 14, "too small", color="C3", ha="right", va="center")
    axes.text(36, 64, "too large", color="C1", ha="right", va="center")
    axes.text(58, 6, "converges", color="C0", va="center")
    axes.set(xlim=(-70, 230), ylim=(-45, 75), xlabel="b", ylabel="w")


def draw_test(figure, result):
    """The trained line and the test patients."""
    axes, first = figure.subplots(), result["first"]
    x, y = first["test"]["x"], first["test"]["y"]
    axes.vlines(x, line(first["optimum"], numpy.array(x)), y, color=FAINT, linewidth=1)
    patients(axes, first["test"], "C2")
    mean = numpy.mean(first["train"]["y"])
    axes.plot([-8, 18], [mean, mean], "--", color="C1")
    axes.text(18.3, mean, "mean", color="C1", va="center")
    candidate(axes, first["optimum"], "θ*", "C0")
