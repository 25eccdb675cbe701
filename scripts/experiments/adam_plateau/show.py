"""Steps off a small start, with gradient descent and with Adam."""

from statistics import median

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect

SOONER = 2.0
WORTH_IT = 1.25


def needed(result, way):
    return [None if value is None else max(value, 1) for value in result[way]]


def cost_of_a_small_start(result, way):
    """Log ratios of the steps from the small start over those from the default one."""
    return log_ratios(needed(result, way), needed(result, f"{way}_larger"))


def claim_adam_leaves_sooner(result):
    """From a small start, Adam at PyTorch's default learning rate needs fewer steps than gradient descent.

    Slot 15. Scope: until the loss is below [[left]] of a guess; Adam's rate [[adam_rate]], that of gradient descent
    [[rate]]. Two hidden layers of [[width]] [[activation]] units; [[repeats]] draws of digits and start.
    """
    return Effect(log_ratios(needed(result, "descent"), needed(result, "adam")), "× lower", SOONER, ratio=True)


def claim_a_small_start_costs_adam_less(result):
    """The factor by which a small start delays training is smaller with Adam than with gradient descent.

    Slot 15. Scope: weights of [[scale]] of PyTorch's default against the default itself, each optimizer at its own
    rate. The same networks. [[repeats]] draws of digits and start.
    """
    less = minus(cost_of_a_small_start(result, "descent"), cost_of_a_small_start(result, "adam"))
    return Effect(less, "× lower", SOONER, ratio=True)


def claim_a_larger_start_helps_adam_too(result):
    """With Adam, too, PyTorch's default initialization needs fewer steps than the small start.

    Slot 15. Scope: the same learning rate for both. The same networks. [[repeats]] draws of digits and start.
    """
    return Effect(cost_of_a_small_start(result, "adam"), "× lower", WORTH_IT, ratio=True)


WAYS = {
    "descent": ("C1", "descent,\nsmall start"),
    "descent_larger": ("C1", "descent,\ndefault start"),
    "adam": ("C0", "Adam,\nsmall start"),
    "adam_larger": ("C0", "Adam,\ndefault start"),
}


def draw(figure, result):
    """The steps that every network needs, a row for each way, and their medians."""
    figure.set_size_inches(6.4, 3.2)
    axes = figure.subplots()
    for row, (way, (color, _)) in enumerate(reversed(WAYS.items())):
        values = [value for value in needed(result, way) if value is not None]
        heights = [row + 0.05 * (place % 7 - 3) for place in range(len(values))]
        axes.plot(values, heights, "o", color=color, markersize=4, alpha=0.6, markeredgewidth=0)
        middle = median(values)
        axes.plot([middle, middle], [row - 0.3, row + 0.3], color=color)
        axes.text(middle, row + 0.32, f"{middle:.0f}", color=color, ha="center", va="bottom", fontsize=11)
    axes.set_yticks(range(len(WAYS)), [label for _, label in reversed(WAYS.values())])
    axes.set(xscale="log", xlabel="steps until the loss falls by a tenth (log scale)", ylim=(-0.6, len(WAYS) - 0.2))
    axes.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    axes.minorticks_off()
