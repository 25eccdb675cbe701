"""Test accuracy and sharpness of small and large batches at equal training loss."""

import math
from statistics import linear_regression

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family

POINT = 1.0
SHARPER = 1.5
NAMES = {"signals": "MNIST-1D", "digits": "digits"}


def of(result, data, arm, measure):
    return result["found"][data][arm][measure]


def accuracy(result, data, arm, other):
    """How much higher the test accuracy is in one arm than in another, in points, repeat by repeat."""
    return minus(*(of(result, data, each, "test_accuracy") for each in (arm, other)))


def sharper(result, measure, arm, other, delta=SHARPER):
    """For each data set how many times larger a measure of sharpness is in one arm than in another."""
    members = {}
    for data, name in NAMES.items():
        ratios = log_ratios(*(of(result, data, each, measure) for each in (arm, other)))
        members[name] = Effect(ratios, "×", delta, ratio=True)
    return Family(members)


def claim_at_one_rate_the_small_batch_tests_better(result):
    """At equal training loss and one learning rate, the small batch has the higher test accuracy.

    Slot 22. Scope: MNIST-1D, batches of [[small]] against [[large]], η = [[rate]], gradient descent without
    momentum, stopped at a training loss of [[signals_goal]]; [[signals_examples]] training examples. [[repeats]]
    splits of the same signals, and initializations.
    """
    return Effect(accuracy(result, "signals", "small", "large"), "points", POINT)


def claim_at_its_own_rate_the_large_batch_still_tests_worse(result):
    """With a learning rate of its own, the large batch still has the lower test accuracy.

    Slot 22. Scope: MNIST-1D, batches of [[large]] at η = [[signals_own]], those of [[small]] at [[rate]], each the
    best of a grid on validation data; the same training loss to stop at. [[repeats]] splits of the same signals,
    and initializations.
    """
    return Effect(accuracy(result, "signals", "small", "large, own rate"), "points", POINT)


def claim_on_digits_both_test_alike(result):
    """On the easy digits small and large batches test alike, at one learning rate.

    Slot 22. Scope: batches of [[small]] against [[large]], η = [[rate]], stopped at a training loss of
    [[digits_goal]]; [[digits_examples]] training examples. [[repeats]] splits of the same digits, and
    initializations.
    """
    return Equivalence(accuracy(result, "digits", "small", "large"), "points", POINT)


def claim_at_one_rate_the_large_batch_ends_sharper(result):
    """At equal training loss and one learning rate, the large batch ends where the loss is sharper.

    Slot 23. Scope: the largest eigenvalue of the Hessian of the training loss; the same networks. [[repeats]]
    splits of the same data, and initializations.
    """
    return sharper(result, "largest_eigenvalue", "large", "small")


def claim_the_rise_says_so_too(result):
    """So it is if sharpness is how much the loss rises when each unit's weights are moved in proportion to their size.

    Slot 23. Scope: the mean rise in [[directions]] random directions, each unit's weights moved by [[radius]] of
    their length; the same networks. [[repeats]] splits of the same data, and initializations.
    """
    return sharper(result, "rise", "large", "small")


def claim_at_its_own_rate_the_large_batch_ends_flatter(result):
    """With a learning rate of its own, the large batch ends where the loss is flatter than where the small one ends.

    Slot 23. Scope: the largest eigenvalue; MNIST-1D, batches of [[large]] at η = [[signals_own]], those of
    [[small]] at [[rate]]. [[repeats]] splits of the same signals, and initializations.
    """
    pair = (of(result, "signals", arm, "largest_eigenvalue") for arm in ("small", "large, own rate"))
    return Effect(log_ratios(*pair), "×", SHARPER, ratio=True)


def claim_sharper_tests_worse_here(result):
    """Among these runs, the sharper the end, the lower the test accuracy.

    Slot 23. Scope: MNIST-1D; least squares through the three runs of each repeat, against the logarithm of the
    largest eigenvalue; rate and batch size change too, so it says what goes together, not what causes what.
    [[repeats]] splits of the same signals, and initializations.
    """
    arms = list(result["found"]["signals"])
    rows = [
        list(zip(*(of(result, "signals", arm, key) for arm in arms), strict=True))
        for key in ("largest_eigenvalue", "test_accuracy")
    ]
    slopes = [
        None if None in (*sharpness, *right) else linear_regression([math.log10(v) for v in sharpness], right).slope
        for sharpness, right in zip(*rows, strict=True)
    ]
    return Effect(slopes, "points per factor of ten", POINT, side=-1)


LOOKS = {"small": ("C0", "o"), "large": ("C3", "s"), "large, own rate": ("C2", "^")}


def words(result, arm, rates):
    size = result["sizes"][arm.partition(",")[0]]
    return f"batches of {size}, η = {rates[arm]:g}"


def draw(figure, result):
    """Every run a mark, their means large: test accuracy against the largest eigenvalue."""
    panels = figure.subplots(1, 2)
    for axes, (data, arms) in zip(panels, result["found"].items(), strict=True):
        for arm, (color, marker) in LOOKS.items():
            kept = [
                pair
                for pair in zip(arms[arm]["largest_eigenvalue"], arms[arm]["test_accuracy"], strict=True)
                if None not in pair
            ]
            x, y = zip(*kept, strict=True)
            axes.plot(x, y, marker, color=color, alpha=0.35, markersize=4, markeredgewidth=0)
            label = words(result, arm, result["rates"][data])
            axes.plot(
                numpy.exp(numpy.mean(numpy.log(x))), numpy.mean(y), marker, color=color, markersize=10, label=label
            )
        low, high = axes.get_ylim()
        axes.set(xscale="log", xlabel=f"largest eigenvalue, {NAMES[data]}", ylim=(low - 0.3 * (high - low), high))
        axes.set_xticks([1, 2, 5, 10], ["1", "2", "5", "10"])
        axes.minorticks_off()
        axes.legend(fontsize=9, loc="lower left", handletextpad=0.2)
    panels[0].set_ylabel("test accuracy in %")
