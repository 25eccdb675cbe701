"""The arrows of a few steps, the weights of past gradients, and the movement after the learning rate is cut."""

import math

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Identity
from scripts.evidence.style import INK

ROUNDING = 1e-12  # float64, parameters of the order of one
MATTERS = 1.5  # times the movement


def claim_it_is_torchs_rule_at_a_constant_rate(result):
    """While the learning rate is constant, the lecture's rule and torch.optim.SGD with momentum take the same path.

    Slot 27. Scope: the largest difference of any parameter at any of [[steps]] steps over [[repeats]] networks on
    digits, λ = [[momentum]]; float64.
    """
    return Identity(max(result["same_path"]), ROUNDING, unit="difference")


def claim_it_is_another_when_the_rate_is_cut(result):
    """In the first step after the learning rate is cut, the lecture's rule moves further than torch's.

    Slot 27. Figure: cut. Scope: η times [[cut]] from one step to the next, λ = [[momentum]], batches of
    [[batch_size]] digits; [[repeats]] initializations and orders.
    """
    after = result["after_the_cut"]
    return Effect(log_ratios(after["lecture"], after["torch"]), unit="× the movement", delta=MATTERS, ratio=True)


def claim_torch_follows_the_cut_at_once(result):
    """The movement of torch.optim.SGD shrinks by as much as the learning rate, and at once.

    Slot 27. Figure: cut. Scope: the first movement after the cut over the last one before it, over [[cut]]; the same
    runs. [[repeats]] initializations and orders.
    """
    return Equivalence(
        [math.log(value) for value in result["shrinks"]], unit="× the movement", delta=MATTERS, ratio=True
    )


def claim_the_movement_is_a_weighted_sum(result):
    """A movement is the sum of all gradients so far, each weighted by −η and by λ once for each step since.

    Slot 28. Figure: weights. Scope: the last of [[steps]] movements, largest error of any parameter over [[repeats]]
    networks on digits; float64.
    """
    return Identity(max(result["sum_error"]), ROUNDING, unit="error")


KINDS = (("against_gradient", "C1", "−ηg"), ("last", "C2", "λ · last movement"), ("movement", "C0", "movement"))


def draw(figure, result):
    """The same loss twice: on the left each movement is −ηg; on the right the last movement is added."""
    plane = result["plane"]
    hessian, best = (numpy.array(plane[name]) for name in ("hessian", "best"))
    below = figure.subplots(1, 2, sharex=True, sharey=True)
    places = numpy.array([step["at"] for name in ("plain", "momentum") for step in plane[name]])
    (left, bottom), (right, top) = numpy.minimum(places.min(0), best) - 0.15, places.max(0) + 0.3
    x, y = numpy.meshgrid(numpy.linspace(left, right, 60), numpy.linspace(bottom - 0.45, top, 60))
    offset = numpy.stack([x - best[0], y - best[1]])
    height = numpy.einsum("iab,ij,jab->ab", offset, hessian, offset) / 2
    for axes, name, title in zip(below, ("plain", "momentum"), ("gradient descent", "momentum"), strict=True):
        axes.contour(
            x, y, height, levels=numpy.geomspace(0.01, height.max(), 9), colors=[INK], alpha=0.25, linewidths=1
        )
        axes.plot(*best, "x", color=INK, markersize=8)
        for step in plane[name]:
            for kind, color, _ in KINDS[:: 2 if name == "plain" else 1]:
                arrow(axes, step["at"], step[kind], color, wide=kind != "movement")
            axes.plot(*step["at"], "o", color=INK, markersize=4)
        axes.text(0.03, 0.97, title, transform=axes.transAxes, va="top")
        axes.set(aspect="equal", xlabel="w₁", xlim=(left, right), ylim=(bottom - 0.45, top))
        axes.locator_params(nbins=4)
    below[0].set_ylabel("w₂")
    for _, color, label in KINDS:
        below[1].plot([], [], color=color, label=label)
    below[1].legend(loc="lower left", fontsize=10, borderaxespad=0)


def arrow(axes, at, by, color, wide):
    look = {"arrowstyle": "-|>", "color": color, "linewidth": 4 if wide else 1.6, "alpha": 0.5 if wide else 1}
    look |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 10}
    if math.hypot(*by) > 0:
        axes.annotate("", (at[0] + by[0], at[1] + by[1]), at, arrowprops=look)


def draw_weights(figure, result):
    """How much the gradient of each past step counts in the movement, in units of η."""
    axes = figure.subplots()
    axes.bar(range(len(result["weights"])), result["weights"], color="C0")
    axes.set(xlabel="steps ago", ylabel="weight, in units of η")
    axes.text(0.97, 0.9, f"all together: {result['total_weight']:.3g} η", transform=axes.transAxes, ha="right")


def draw_cut(figure, result):
    """Length of each movement before and after the cut: medians over the runs."""
    axes = figure.subplots()
    for name, color, look, label in (
        ("lecture", "C1", "o-", "lecture's rule"),
        ("torch", "C0", "s-", "torch.optim.SGD"),
    ):
        since = [step - result["last_before"] for step in result["shown_steps"]]
        length = numpy.array(result["lengths"][name]) / result["lengths"][name][since.index(0)]
        axes.plot(since, length, look, color=color, label=label, markersize=4)
    axes.axvline(0.5, color=INK, linewidth=1, linestyle=":")
    axes.set(
        yscale="log",
        xlabel="steps since the learning rate was cut",
        ylabel="movement over the last\none before (log scale)",
    )
    axes.set(yticks=[0.1, 0.2, 0.5, 1], yticklabels=["0.1", "0.2", "0.5", "1"])
    axes.minorticks_off()
    axes.legend(loc="lower left")
