"""Adam with small and with large batches that see equally many examples."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect

POINT = 1.0


def difference(result, arm, other):
    return Effect(minus(*(result["test_accuracy"][each] for each in (arm, other))), "points", POINT)


def claim_adam_works_with_small_batches(result):
    """After equally many examples, Adam with small batches has the higher test accuracy.

    Slot 24. Scope: MNIST-1D, batches of [[small]] against [[large]], [[seen]] examples seen, each at its own
    learning rate, β₂ = [[beta2]]. [[repeats]] splits of the same signals, and initializations.
    """
    return difference(result, "small, same β₂", "large")


def claim_keeping_the_half_life_helps(result):
    """Small batches test better when β₂ is moved so that its half-life is as many examples as with large ones.

    Slot 24. Scope: batches of [[small]], β₂ moved from [[beta2]] with batches of [[large]], at the learning rate
    that is best for small ones. [[repeats]] splits of the same signals, and initializations.
    """
    return difference(result, "small, half-life kept", "small, same β₂")


LABELS = "large batches", "small batches,\nsame β₂", "small batches,\nhalf-life kept"


def draw(figure, result):
    """Mean and 95 % interval, and every run a mark."""
    axes = figure.subplots()
    arms = result["test_accuracy"]
    for row, (arm, values) in enumerate(arms.items()):
        color = "C3" if arm == "large" else "C0"
        mean, reach = mean_and_reach(values)
        axes.plot(values, [row + 0.2] * len(values), "|", color=color, alpha=0.5, markersize=7)
        axes.errorbar(mean, row, xerr=reach, fmt="o", color=color, capsize=3)
    axes.set(xlabel="test accuracy in %", ylim=(len(arms) - 0.4, -0.6))
    axes.set_yticks(range(len(arms)), LABELS)
    axes.grid(axis="y", visible=False)
