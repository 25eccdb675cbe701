"""Steps against the condition number, and what the theory says of them."""

from math import exp, log, sqrt

import numpy

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

UNIT = "× the steps"
MATTERS = 1.5  # times the steps
AS_SAID = 1.25  # a quarter more or fewer than the rate says
NARROW = 1000  # condition numbers from here on


def for_each(result, judge, conditions=None):
    """A family with one member for each condition number: judge(κ, its place in the result)."""
    places = [
        place for place, kappa in enumerate(result["conditions"]) if kappa in (conditions or result["conditions"])
    ]
    return Family({f"κ = {result['conditions'][place]}": judge(result["conditions"][place], place) for place in places})


def against_theory(result, name, place):
    expected = result["theory"][name][place]
    return log_ratios(result["steps"][name][place], [expected] * len(result["steps"][name][place]))


def claim_heavy_ball_needs_fewer_steps(result):
    """At its best, momentum needs fewer steps than gradient descent at its best, by a third of √κ or more.

    Slot 29. Scope: quadratic losses of [[parameters]] parameters, both with the rates that are best for their smallest
    and largest eigenvalue, until the loss is [[fraction]] of the start's; [[repeats]] draws of eigenvalues, axes and
    start.
    """
    steps = result["steps"]

    def judge(kappa, place):
        values = log_ratios(steps["plain"][place], steps["heavy_ball"][place])
        return Effect(values, unit=UNIT, delta=max(1.0, sqrt(kappa) / 3), ratio=True)

    return for_each(result, judge)


def claim_gradient_descent_takes_the_steps_of_its_rate(result):
    """Gradient descent takes as many steps as the rate of its theory says.

    Slot 29. Scope: the same losses; the margin is the size that matters on this page. [[repeats]] draws of eigenvalues,
    axes and start.
    """
    return for_each(
        result, lambda _, place: Equivalence(against_theory(result, "plain", place), UNIT, AS_SAID, ratio=True)
    )


def claim_heavy_ball_is_slower_than_its_rate(result):
    """In narrow valleys momentum at its best takes more steps than the rate of its theory says.

    Slot 29. Figure: transient. Scope: the same losses, condition numbers from a thousand on; the rate is that of the
    limit, before which the distance falls like tρᵗ. [[repeats]] draws of eigenvalues, axes and start.
    """
    narrow = [kappa for kappa in result["conditions"] if kappa >= NARROW]

    def judge(_, place):
        return Effect(against_theory(result, "heavy_ball", place), UNIT, AS_SAID, ratio=True)

    return for_each(result, judge, narrow)


def usual(result, place):
    return log_ratios(result["steps"]["usual_plain"][place], result["steps"]["usual_momentum"][place])


def claim_the_usual_momentum_pays_in_a_narrow_valley(result):
    """With the usual coefficient, momentum needs fewer steps than gradient descent at the same learning rate.

    Slot 29. Scope: λ = [[momentum]] and η = one over the largest eigenvalue, condition numbers of a hundred or more;
    [[repeats]] draws of eigenvalues, axes and start.
    """
    larger = [kappa for kappa in result["conditions"] if kappa > min(result["conditions"])]
    return for_each(result, lambda _, place: Effect(usual(result, place), UNIT, MATTERS, ratio=True), larger)


def claim_the_usual_momentum_costs_in_a_round_one(result):
    """In a valley that is nearly round, the same momentum needs more steps than gradient descent.

    Slot 29. Scope: λ = [[momentum]] and η = one over the largest eigenvalue, the smallest of the condition numbers;
    [[repeats]] draws of eigenvalues, axes and start.
    """
    values = [None if value is None else -value for value in usual(result, 0)]
    return Effect(values, unit=UNIT, delta=MATTERS, ratio=True)


LOOKS = {"plain": ("C1", "o"), "usual_momentum": ("C3", "^"), "heavy_ball": ("C0", "s")}


def draw(figure, result):
    """Steps against the condition number; thin lines are what the rates say."""
    axes, kappas = figure.subplots(), result["conditions"]
    labels = {"plain": (0.40, 0.82), "heavy_ball": (0.66, 0.17), "usual_momentum": (0.03, 0.45)}
    names = {
        "plain": "gradient descent",
        "heavy_ball": "best momentum",
        "usual_momentum": f"λ = {result['momentum']:g}",
    }
    for name, (color, marker) in LOOKS.items():
        rows = [[log(value) for value in row if value] for row in result["steps"][name]]
        middle, reach = zip(*[mean_and_reach(row) for row in rows], strict=True)
        low, mean, high = ([exp(m + sign * r) for m, r in zip(middle, reach, strict=True)] for sign in (-1, 0, 1))
        axes.fill_between(kappas, low, high, color=color, alpha=0.3, linewidth=0)
        axes.plot(kappas, mean, marker + "-", color=color)
        axes.text(*labels[name], names[name], transform=axes.transAxes, color=color)
        if name in result["theory"]:
            axes.plot(kappas, result["theory"][name], ":", color=INK, linewidth=1.5)
    axes.set(xscale="log", yscale="log", xlabel="condition number κ (log scale)", ylabel="steps (log scale)")
    axes.minorticks_off()


def draw_transient(figure, result):
    """The loss of one draw against the steps, and the straight lines of the two rates."""
    axes = figure.subplots()
    place = result["conditions"].index(100) if 100 in result["conditions"] else 0
    names = {"plain": "gradient descent", "heavy_ball": "best momentum"}
    labels = {"plain": (250, 1e-2), "heavy_ball": (95, 1e-10)}
    for name, label in names.items():
        color, curve = LOOKS[name][0], result["curves"][name]
        axes.plot(curve["step"], curve["loss"], color=color)
        last = result["theory"][name][place]
        fraction = numpy.array([0.0, last])
        axes.plot(fraction, [1, 1e-10], ":", color=INK, linewidth=1.5)
        axes.text(*labels[name], label, color=color)
    axes.set(yscale="log", ylim=(1e-11, 100), xlabel="step", ylabel="loss over that\nat the start (log scale)")
