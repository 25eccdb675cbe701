"""Loss, gradient norm and largest eigenvalue at the edge of stability, and what follows there at other rates."""

import math

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import INK

NEAR = 0.05  # of 2/η
ROUGHLY = 0.1
TWICE = 2.0
FURTHER = 1.1  # times the training loss
ALIKE = 1.25
GUESS = 0.9  # the squared error of the same tenth for every class


def claim_the_eigenvalue_settles_at_the_edge(result):
    """Late in training the largest eigenvalue of the Hessian lies at the edge of stability, two over η.

    Slot 30. Scope: its mean over the edge, minus one, over the last third of [[steps]] steps; gradient descent on all
    [[examples]] examples, squared error, η = [[rate]], hidden layers of [[hidden]] [[activation]] units. [[repeats]]
    draws of the data, and initializations.
    """
    return Equivalence([value - 1 for value in result["late_sharpness"]], "of the edge", NEAR)


def at_crossing(result, key):
    return [None if crossing is None else crossing[key] for crossing in result["crossing"]]


def claim_the_gradient_grows_there(result):
    """At the edge the gradient's norm is larger than when the eigenvalue came there.

    Slot 30. Scope: means over [[window]] steps, at the end and before the first eigenvalue at the edge; squared
    error, η = [[rate]]. The same networks: [[repeats]] draws of the data, and initializations.
    """
    return Effect(log_ratios(result["norm"], at_crossing(result, "norm")), "×", TWICE, ratio=True)


def claim_the_loss_falls_on(result):
    """Between the two the training loss falls.

    Slot 30. Scope: means over [[window]] steps, before the first eigenvalue at the edge and at the end, after
    [[steps]] steps; squared error, η = [[rate]]. The same networks: [[repeats]] draws of the data, and initializations.
    """
    return Effect(log_ratios(at_crossing(result, "loss"), result["loss"]), "× lower", FURTHER, ratio=True)


def claim_at_a_small_rate_the_gradient_is_small(result):
    """After as many steps at a quarter of the rate, the gradient's norm is far smaller.

    Slot 30. Scope: η = [[small_rate]] against [[rate]], the last [[window]] of [[steps]] steps. The same networks:
    [[repeats]] draws of the data, and initializations.
    """
    return Effect(log_ratios(result["norm"], result["small"]["norm"]), "× lower", TWICE, ratio=True)


def claim_at_a_small_rate_the_eigenvalue_stays_below(result):
    """At a quarter of the rate the largest eigenvalue stays below half of the edge in as many steps.

    Slot 30. Scope: its largest measurement, η = [[small_rate]], [[steps]] steps: longer training may come
    nearer. The same networks: [[repeats]] draws of the data, and initializations.
    """
    room = [-math.log(max(values)) for values in result["small"]["sharpness"]]
    return Effect(room, "× lower", TWICE, ratio=True)


def end_loss(result, arm):
    return [GUESS if loss is None else min(loss, GUESS) for loss in result["arms"][arm]["loss"]]


def claim_a_cut_trains_less(result):
    """At the edge, a tenth of the learning rate leaves a higher training loss than the same rate kept.

    Slot 30. Figure: after. Scope: [[after_steps]] steps from the same weights, after [[steps]] at η = [[rate]]; the
    mean over the last [[window]]. The same networks: [[repeats]] draws of the data, and initializations.
    """
    return Effect(log_ratios(end_loss(result, "cut"), end_loss(result, "kept")), "×", FURTHER, ratio=True)


def claim_a_cut_makes_the_gradient_small(result):
    """The cut does make the gradient small: its norm was that of jumping to and fro.

    Slot 30. Figure: after. Scope: a tenth of η = [[rate]] against all of it; the mean over the last [[window]] of
    [[after_steps]] steps. The same networks: [[repeats]] draws of the data, and initializations.
    """
    pair = (result["arms"][arm]["norm"] for arm in ("kept", "cut"))
    return Effect(log_ratios(*pair), "× lower", TWICE, ratio=True)


def claim_a_raised_rate_ends_about_as_low(result):
    """At the edge, a rate raised to one and a half times ends about as low as the same rate kept.

    Slot 30. Figure: after. Scope: training loss [[after_steps]] steps from the same weights, within the size that
    matters, either way; a run that diverged counts as a guess. The same networks: [[repeats]] draws of the data, and
    initializations.
    """
    return Equivalence(log_ratios(end_loss(result, "kept"), end_loss(result, "raised")), "× lower", ALIKE, ratio=True)


def claim_adam_settles_at_its_own_edge(result):
    """With Adam the largest eigenvalue of the preconditioned Hessian settles at Adam's own edge.

    Slot 30. Figure: others. Scope: its mean times η/[[adam.limit_times_rate:.0f]], minus one, over the last third of
    [[adam_steps]] steps; η = [[adam_rate]], β₁ = [[beta1]], β₂ = [[beta2]], all examples at once, squared error.
    [[repeats]] draws of the data, and initializations.
    """
    return Equivalence([value - 1 for value in result["adam"]["late_sharpness"]], "of Adam's edge", ROUGHLY)


def claim_with_cross_entropy_it_ends_below(result):
    """With cross entropy on examples that can be separated, the largest eigenvalue ends far below two over η.

    Slot 30. Figure: others. Scope: after [[entropy_steps]] steps of gradient descent at η = [[entropy_rate]] on the
    same examples; earlier in training it lies higher. [[repeats]] draws of the data, and initializations.
    """
    room = [-math.log(values[-1]) for values in result["entropy"]["sharpness"]]
    return Effect(room, "× lower", TWICE, ratio=True)


def edge(axes):
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")


def thin(values):
    """Every second number, but both ends of what bounces: odd steps and even ones."""
    return [step for step in range(len(values)) if step % 4 < 2]


def curve(axes, values, color, label=None, offset=0):
    steps = thin(values)
    axes.plot(
        [offset + step for step in steps], [values[step] for step in steps], color=color, linewidth=1, label=label
    )


def draw(figure, result):
    """The first network's loss and gradient, and every network's eigenvalue, at two rates."""
    figure.set_size_inches(6.4, 5.6)
    panels = figure.subplots(3, 1, sharex=True)
    small = result["small"]
    every = (len(result["curve"])) / (len(result["sharpness"][0]) - 1)
    for key, axes in zip(("curve", "norm_curve"), panels, strict=False):
        curve(axes, result[key], "C0", "the rate η")
        curve(axes, small[key], "C1", "a quarter of it")
        axes.set_yscale("log")
    for values in result["sharpness"]:
        panels[2].plot([every * place for place in range(len(values))], values, color="C0", linewidth=0.8, alpha=0.6)
    for values in small["sharpness"]:
        steps = [result["small_every"] * place for place in range(len(values))]
        panels[2].plot(steps, values, color="C1", linewidth=0.8, alpha=0.6)
    edge(panels[2])
    panels[2].text(0, 1.03, "2/η", va="bottom")
    panels[0].legend(fontsize=11)
    panels[0].set(
        ylabel="training loss", ylim=(0.1, 2), yticks=[0.1, 0.2, 0.5, 1], yticklabels=["0.1", "0.2", "0.5", "1"]
    )
    panels[1].set(ylabel="gradient's norm", yticks=[0.05, 0.2, 1], yticklabels=["0.05", "0.2", "1"])
    panels[2].set(ylabel="eigenvalue × η/2", xlabel="step", ylim=(0, 1.25))
    for axes in panels[:2]:
        axes.minorticks_off()


NAMES = {"raised": ("C2", "raised to 1.5 η"), "kept": ("C0", "η kept"), "cut": ("C3", "cut to η/10")}


def draw_after(figure, result):
    """The first network's loss and gradient norm after the fork."""
    figure.set_size_inches(6.4, 4.2)
    panels = figure.subplots(2, 1, sharex=True)
    for key, axes in zip(("curve", "norm_curve"), panels, strict=True):
        for name, (color, label) in NAMES.items():
            curve(axes, result["arms"][name][key], color, label)
        axes.set_yscale("log")
        axes.minorticks_off()
    panels[0].legend(fontsize=11, loc="upper right")
    panels[0].set(ylabel="training loss", yticks=[0.1, 0.2, 0.5, 1], yticklabels=["0.1", "0.2", "0.5", "1"])
    panels[1].set(ylabel="gradient's norm", xlabel="steps after the change", yticks=[0.05, 0.2, 1, 5])
    panels[1].set_yticklabels(["0.05", "0.2", "1", "5"])


def draw_others(figure, result):
    """Eigenvalues in units of each optimizer's edge: Adam, and cross entropy."""
    figure.set_size_inches(6.4, 3.2)
    panels = figure.subplots(1, 2, sharey=True)
    every = len(result["curve"]) // (len(result["sharpness"][0]) - 1)
    for axes, name, color, between, first in (
        (panels[0], "adam", "C0", every, 1),
        (panels[1], "entropy", "C1", result["small_every"], 0),
    ):
        for values in result[name]["sharpness"]:
            steps = [between * (place + first) for place in range(len(values))]
            axes.plot(steps, values, color=color, linewidth=0.8, alpha=0.7)
        edge(axes)
        axes.set(xlabel="step", ylim=(0, 1.35))
    panels[0].set(ylabel="eigenvalue, in edges")
    panels[0].set_title("Adam, squared error", fontsize=12)
    panels[1].set_title("descent, cross entropy", fontsize=12)
