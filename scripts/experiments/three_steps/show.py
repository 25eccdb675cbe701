"""Where gradient descent ends, and how the trained line does on unseen patients."""

import numpy

from scripts.evidence.rule import Effect, Equivalence, Identity
from scripts.evidence.style import FAINT, INK
from scripts.experiments.three_steps.columns import USUAL_BMI

MATTERS = 5  # percent of the test error: a smaller change would not decide what we do next


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
    axes.plot([-8, right], [b - 8 * w, b + w * right], color=color, linestyle=linestyle)
    axes.text(right + 0.3, b + w * right, name, color=color, va="center")


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
    axes.clabel(axes.contour(b, w, error, [100, 150, 200, 250, 300], colors=FAINT), fontsize=9, colors=INK)
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
    x, y, (b, w) = first["test"]["x"], first["test"]["y"], first["optimum"]
    axes.vlines(x, b + w * numpy.array(x), y, color=FAINT, linewidth=1)
    patients(axes, first["test"], "C2")
    mean = numpy.mean(first["train"]["y"])
    axes.plot([-8, 18], [mean, mean], "--", color="C1")
    axes.text(18.3, mean, "mean", color="C1", va="center")
    candidate(axes, first["optimum"], "θ*", "C0")
