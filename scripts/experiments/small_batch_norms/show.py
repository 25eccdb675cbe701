"""Test accuracy against the batch size, for each normalization."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family

MATTERS = 2.0  # points of accuracy
NAMES = {"layer": "layer", "group": "group", "rms": "root mean square"}


def between(result, better, worse, size, delta=MATTERS):
    place = result["places"][str(size)]
    return Effect(
        minus(result["accuracy"][better][place], result["accuracy"][worse][place]),
        unit="points of accuracy",
        delta=delta,
    )


def claim_in_pairs_batch_normalization_falls_behind(result):
    """With batches of two, batch normalization tests worse than layer and root-mean-square normalization.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return Family({NAMES[kind]: between(result, kind, "batch", 2) for kind in ("layer", "rms")})


def claim_in_pairs_none_beats_batch(result):
    """With batches of two, no normalization at all tests better than batch normalization.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return between(result, "none", "batch", 2)


def claim_in_pairs_group_beats_batch(result):
    """With batches of two, group normalization in four groups tests better than batch normalization.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return between(result, "group", "batch", 2)


def claim_in_pairs_one_group_beats_four(result):
    """With batches of two, one group of all channels, layer normalization, tests better than four groups.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return between(result, "layer", "group", 2)


def claim_with_32_it_is_ahead(result):
    """With batches of [[sizes.2]], batch normalization tests better than layer, group and root-mean-square ones.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return Family({name: between(result, "batch", kind, 32) for kind, name in NAMES.items()})


def claim_with_32_it_beats_none(result):
    """With batches of [[sizes.2]], batch normalization tests better than no normalization.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return between(result, "batch", "none", 32)


def claim_with_32_the_others_trail_none(result):
    """With batches of [[sizes.2]], layer, group and root-mean-square normalization test worse than no normalization.

    Slot B8. Scope: test accuracy after [[epochs]] epochs on [[examples]] examples, each at its own rate, that of the
    best validation accuracy with other seeds; [[hidden_layers]] hidden layers of [[channels]]. [[repeats]] splits of
    the same examples, and initializations.
    """
    return Family({name: between(result, "none", kind, 32) for kind, name in NAMES.items()})


def draw(figure, result):
    axes = figure.subplots()
    sizes = [int(size) for size in result["places"]]
    looks = {
        "batch": ("C0", "o-", "batch"),
        "none": ("C1", "s--", "none"),
        "rms": ("C3", "v:", "root mean square"),
        "layer": ("C2", "^-", "layer"),
        "group": ("C3", "D-", "group"),
        "instance": ("0.5", "x-.", "instance"),
    }
    for kind, (color, look, label) in looks.items():
        if kind in result["accuracy"]:
            found = [mean_and_reach(row) for row in result["accuracy"][kind]]
            axes.errorbar(sizes, *zip(*found, strict=True), fmt=look, color=color, capsize=2, label=label)
    axes.set(xscale="log", xlabel="batch size (log scale)", ylabel="test accuracy (%)", ylim=(0, 72))
    axes.set_xticks(sizes, sizes)
    axes.minorticks_off()
    figure.legend(loc="outside right", fontsize=11)
