"""What a classifier between training and test inputs tells, and what a network loses."""

from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

TOLD = 0.05  # of the area: below it the detector would be no reason to look
COSTS = 2.0  # points of accuracy, as in mismatch
SHIFTED = ["noisy", "outlined", "moved", "rotated", "inverted"]


def above(result, name, kind):
    """How much better than chance, and than between two halves of one kind."""
    return minus(result[name][kind], result[name]["same"])


def claim_a_classifier_sees_each_shift(result):
    """A classifier tells test digits of another kind from training digits, without a label.

    Slot 11. Scope: area under the ROC curve above that between digits of one kind; [[trees]] extremely
    randomized trees, [[compared]] training and up to [[most]] test digits, five kinds. [[repeats]] random splits.
    """
    return Family({kind: Effect(above(result, "auc", kind), unit="of the area", delta=TOLD) for kind in SHIFTED})


def claim_a_classifier_sees_the_end_of_the_file(result):
    """It also tells the end of the file from its beginning, a mismatch that nobody made.

    Slot 11. Scope: the last [[most]] digits of the file against [[compared]] from before; [[repeats]] draws
    of the training digits, not of the test.
    """
    return Effect(above(result, "auc", "end of the file"), unit="of the area", delta=TOLD)


def claim_digits_of_one_kind_look_alike(result):
    """Between training and test digits of one kind it finds no difference.

    Slot 11. Scope: area above one half; random splits of one file, [[repeats]] of them.
    """
    return Equivalence([value - 0.5 for value in result["auc"]["same"]], unit="of the area", delta=TOLD)


def claim_a_linear_classifier_misses_noise(result):
    """A linear classifier does not see that pixels are noisy, where trees see it.

    Slot 11. Scope: logistic regression on standardized pixels against trees; noise of mean zero.
    [[repeats]] random splits.
    """
    return Effect(minus(result["auc"]["noisy"], result["linear"]["noisy"]), unit="of the area", delta=0.2)


def claim_what_is_seen_need_not_harm(result):
    """A shift that is seen need not do harm: digits with less ink are told from the others, and read as well.

    Slot 11. Scope: accuracy of a small network on digits with [[ink]] of the ink less that on digits as
    they are. [[repeats]] random splits.
    """
    return Equivalence(minus(result["accuracy"]["dimmed"], result["accuracy"]["same"]), unit="points", delta=COSTS)


def draw(figure, result):
    figure.set_size_inches(6.4, 3.6)
    axes, lost = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    kinds = [*result["auc"]]
    for place, kind in enumerate(kinds):
        for name, color, marker, label in ("auc", "C0", "o", "trees"), ("linear", "C1", "s", "linear"):
            values = result[name][kind]
            axes.plot(fmean(values), place, marker, color=color, label=label if not place else None)
        loss = fmean(minus(result["accuracy"]["same"], result["accuracy"][kind]))
        lost.barh(place, loss, color=INK, height=0.5)
    axes.axvline(0.5, color=INK, linestyle=":")
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set(xlim=(0.45, 1.03), ylim=(len(kinds) - 0.5, -0.5), xlabel="told from training inputs (area)")
    lost.set_xlabel("accuracy lost (points)")
    figure.legend(loc="outside upper center", ncols=2)
