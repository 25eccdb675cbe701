"""Accuracy against batch size, in three views: what is kept equal decides what comes out."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family
from scripts.evidence.style import INK

MATTERS = 5.0  # points, for equal epochs: a lecture's figure has tens of them
MATTERS_AT_EQUAL_UPDATES = 1.0
NAMES = {"signals": "MNIST-1D", "digits": "digits"}


def small_less_full(result, view, delta):
    """The accuracy with the smallest batch less that with all examples, on training and on test data."""
    members = {}
    for data, views in result["accuracy"].items():
        for part, rows in views[view].items():
            members[f"{NAMES[data]}, {part}"] = Effect(minus(rows[0], rows[-1]), "points", delta)
    return Family(members)


def claim_at_equal_epochs_small_batches_are_better(result):
    """After equally many epochs at one learning rate, small batches reach the higher accuracy, in training too.

    Slot 20. Scope: batches of [[sizes.0]] against all [[examples]] examples, [[epochs]] epochs, η = [[one_rate]],
    gradient descent without momentum; networks with hidden layers of [[hidden.0]] units. [[repeats]] splits of the
    same data, and initializations.
    """
    return small_less_full(result, "one_rate", MATTERS)


def claim_at_equal_epochs_a_rate_of_its_own_is_not_enough(result):
    """The same holds if each batch size has the learning rate that is best for it.

    Slot 20. Scope: the same networks, data and [[epochs]] epochs; rates chosen on validation data with other seeds.
    [[repeats]] splits of the same data, and initializations.
    """
    return small_less_full(result, "epochs", MATTERS)


def claim_at_equal_updates_small_batches_are_better(result):
    """After equally many updates, each size at its own learning rate, small batches reach the higher accuracy.

    Slot 20. Scope: batches of [[sizes.0]] against all [[examples]] examples, [[updates]] updates, for which the
    small batch needs a hundredth of the gradients; rates chosen on validation data with other seeds. [[repeats]]
    splits of the same data, and initializations.
    """
    return small_less_full(result, "updates", MATTERS_AT_EQUAL_UPDATES)


VIEWS = {
    "one_rate": ("equal epochs,\none rate", "C3", "s"),
    "epochs": ("equal epochs,\nown rates", "C1", "^"),
    "updates": ("equal updates,\nown rates", "C0", "o"),
}


def draw(figure, result):
    """Means with 95 % intervals; solid: test, dashed: training."""
    sizes = result["sizes"]
    panels = figure.subplots(1, len(result["accuracy"]), sharey=True)
    for axes, (data, views) in zip(panels, result["accuracy"].items(), strict=True):
        for view, (_, color, marker) in VIEWS.items():
            for part, look in ("train", "--"), ("test", "-"):
                mean, reach = zip(*[mean_and_reach(row) for row in views[view][part]], strict=True)
                axes.errorbar(sizes, mean, reach, color=color, marker=marker, linestyle=look, markersize=4, capsize=2)
        axes.set_xscale("log")
        axes.set_xticks(sizes, sizes)
        axes.minorticks_off()
        axes.set_xlabel(f"batch size, {NAMES[data]}")
    panels[0].set(ylabel="accuracy in %", ylim=(0, 104))
    for label, color, marker in VIEWS.values():
        panels[1].plot([], [], color=color, marker=marker, label=label)
    panels[1].plot([], [], "--", color=INK, label="training")
    panels[1].legend(loc="lower left", fontsize=10)
