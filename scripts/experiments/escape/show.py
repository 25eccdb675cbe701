"""Five ways off a plateau, in updates."""

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Proportion
from scripts.experiments.escape.rows import draw_rows

MOST = 0.8  # of runs
LOWER = 0.01  # of a guess's loss
WORTH_IT = 1.5
SOONER = 2.0
SAME = 1.25


def needed(result, way):
    """Updates, at least one; those of the eigenvector with its cost in gradients."""
    more = result["cost"] if way == "eigenvector" else 0
    return [None if value is None else max(value + more, 1) for value in result["updates"][way]]


def claim_one_step_down_lowers_the_loss(result):
    """One step along the eigenvector of the most negative eigenvalue lowers the loss.

    Slot 15. Scope: by a hundredth of a guess or more; the best of six lengths, both ways, where the gradient is
    smallest on the plateau. [[activation]] networks with two hidden layers; [[repeats]] draws of digits and start.
    """
    pairs = zip(result["loss_before"], result["loss_after"], strict=True)
    lower = [before - after > LOWER for before, after in pairs]
    return Proportion(sum(lower), len(lower), MOST)


def claim_the_eigenvector_pays(result):
    """Even with its cost counted, the step along the eigenvector leaves the plateau in fewer gradients.

    Slot 15. Scope: until the loss is below [[left]] of a guess, against going on; the eigenvector costs
    [[cost:.0f]] gradients. The same networks. [[repeats]] draws of digits and start.
    """
    return Effect(log_ratios(needed(result, "on"), needed(result, "eigenvector")), "× lower", WORTH_IT, ratio=True)


def claim_momentum_leaves_sooner(result):
    """Momentum leaves the plateau in fewer steps than plain gradient descent at the same learning rate.

    Slot 15. Scope: λ = [[momentum]], from the same point of the plateau. [[repeats]] draws of digits and start.
    """
    return Effect(log_ratios(needed(result, "on"), needed(result, "momentum")), "× lower", SOONER, ratio=True)


def claim_a_larger_start_leaves_sooner(result):
    """Begun anew from PyTorch's default initialization, the same network needs fewer steps than to go on.

    Slot 15. Scope: the same learning rate, [[rate]]; the small start is [[scale]] of the default, and its steps down
    to the plateau are not even counted. [[repeats]] draws of digits and start.
    """
    return Effect(log_ratios(needed(result, "on"), needed(result, "larger")), "× lower", SOONER, ratio=True)


def claim_small_batches_leave_no_sooner(result):
    """Counted in updates, small batches leave the plateau no sooner than the full gradient.

    Slot 15. Scope: batches of [[batch]] of [[examples]] examples, the same learning rate, from the same point; each
    update looks at fewer examples. [[repeats]] draws of digits and start.
    """
    return Equivalence(log_ratios(needed(result, "batches"), needed(result, "on")), "×", SAME, ratio=True)


WAYS = {
    "on": ("C1", "go on"),
    "batches": ("C1", "small batches"),
    "eigenvector": ("C0", "eigenvector,\nwith its cost"),
    "momentum": ("C2", "momentum"),
    "larger": ("C3", "anew, with the\ndefault start"),
}


def draw(figure, result):
    """The updates that every network needs, a row for each way, and their medians."""
    figure.set_size_inches(6.4, 3.7)
    axes = figure.subplots()
    draw_rows(axes, WAYS, lambda way: needed(result, way))
    axes.set_xlabel("updates until the loss falls by a tenth (log scale)")
