"""Accuracy of the same networks in training mode and in evaluation mode, from small batches to large."""

from scripts.evidence.marks import doubling_axis, mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence, Family

POINT = 1.0  # of accuracy
SMALL = 4, 8, 16


def between(result, size, left, right):
    found = result["by_size"][str(size)]
    return minus(found[left], found[right])


def claim_eval_is_better_at_small_batches(result):
    """With small batches, evaluation mode is better than training mode on the same examples.

    Slot B4. Scope: test accuracy of the same [[layers]]-layer networks, trained with batches of four to sixteen; in
    training mode they classify test examples in batches of that size. [[epochs]] epochs, moving averages with
    momentum [[share]]. [[repeats]] splits of the same examples, and initializations.
    """
    members = {f"batches of {size}": between(result, size, "eval mode", "train mode") for size in SMALL}
    return Family({name: Effect(values, "points of accuracy", POINT) for name, values in members.items()})


def claim_exact_statistics_add_little(result):
    """Exact statistics in place of the moving averages give the same accuracy within a point, from batches of sixteen.

    Slot B4. Scope: mean and variance over all training examples; networks trained with batches of sixteen to
    sixty-four; test accuracy. [[epochs]] epochs, moving averages with momentum [[share]]. [[repeats]] splits of the
    same examples, and initializations.
    """
    members = {f"batches of {size}": between(result, size, "exact statistics", "eval mode") for size in (16, 32, 64)}
    return Family({name: Equivalence(values, "points of accuracy", POINT) for name, values in members.items()})


LOOKS = {"eval mode": ("C0", "o-"), "exact statistics": ("C2", "^:"), "train mode": ("C1", "s--")}


def draw(figure, result):
    axes = figure.subplots()
    sizes = [int(size) for size in result["by_size"]]
    for name, (color, look) in LOOKS.items():
        found = [mean_and_reach(result["by_size"][str(size)][name]) for size in sizes]
        means, reach = zip(*found, strict=True)
        axes.errorbar(sizes, means, reach, fmt=look, color=color, label=name, capsize=2, markersize=5)
    doubling_axis(axes, sizes, "batch size (log scale)")
    axes.set(ylabel="test accuracy in %")
    axes.legend(loc="lower right", fontsize=11)
