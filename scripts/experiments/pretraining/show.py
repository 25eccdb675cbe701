"""What training on other classes first brings, in accuracy on the own ones."""

import math
from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect
from scripts.evidence.style import FAINT

MATTERS = 2.0  # points of accuracy, as of the other remedies


def higher(result, arm, than):
    """How many points of test accuracy more than another start, repeat by repeat."""
    return Effect(minus(*(result["arms"][each]["accuracy"] for each in (arm, than))), unit="points", delta=MATTERS)


def claim_pretraining_raises_the_accuracy(result):
    """Training on other classes first raises the test accuracy on few signals of the own classes.

    Slot 06. Scope: MNIST-1D, fully connected network; [[target]] signals of [[target_classes]] classes after
    [[source]] of the others; all layers go on learning, the last one anew; every start at its own learning rate.
    [[repeats]] draws of classes, signals and weights.
    """
    return higher(result, "pretrained", "from scratch")


def claim_it_is_what_the_labels_teach(result):
    """It is what the other classes' labels teach: after as long a training with random labels the accuracy is lower.

    Slot 06. Scope: the same network and signals, as many steps before, with labels drawn at random; [[target]] signals
    of the own classes after; every start at its own learning rate. [[repeats]] draws of classes, signals and weights.
    """
    return higher(result, "pretrained", "random labels")


LOOKS = {"pretrained": ("C2", "o"), "random labels": ("C1", "s")}


def draw(figure, result):
    """Points of accuracy above training from scratch: mean and 95 % interval, and a stroke for each repeat."""
    figure.set_size_inches(6.4, 1.9)
    axes = figure.subplots()
    for place, (arm, (color, marker)) in enumerate(LOOKS.items()):
        effect = higher(result, arm, "from scratch")
        low, high = effect.interval()
        center = fmean(effect.values)
        ticks = [(value, place + end) for value in effect.values for end in (-0.25, 0.25, math.nan)]
        axes.plot(*zip(*ticks, strict=True), color=color, alpha=0.35, linewidth=1)
        reach = [[center - low], [high - center]]
        axes.errorbar(center, place, xerr=reach, color=color, marker=marker, capsize=4, markersize=8)
    axes.axvspan(-MATTERS, MATTERS, color=FAINT, alpha=0.6, linewidth=0)
    axes.set_yticks(range(len(LOOKS)), LOOKS)
    axes.set(ylim=(len(LOOKS) - 0.5, -0.5), xlabel="test accuracy: points above training from scratch")
    axes.grid(visible=False, axis="y")
