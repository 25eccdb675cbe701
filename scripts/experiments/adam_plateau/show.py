"""Steps off a small start, with gradient descent and with Adam."""

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect
from scripts.experiments.escape.rows import draw_rows

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
    draw_rows(axes, WAYS, lambda way: needed(result, way))
    axes.set_xlabel("steps until the loss falls by a tenth (log scale)")
