"""Condition number and steps on raw, centered and standardized features, and a network's accuracy."""

import math

import numpy

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family, Identity

MUCH = 100.0  # times
STILL = 10.0
POINTS = 3.0  # of accuracy


def gains(result, key):
    return {
        name: [math.log(a / b) for a, b in zip(ways["raw"][key], ways["standardized"][key], strict=True)]
        for name, ways in result["real"].items()
    }


def claim_standardizing_makes_it_rounder(result):
    """Standardizing the features of real tables lowers the condition number of least squares more than a hundredfold.

    Slot B1. Scope: diabetes, wine and breast cancer as scikit-learn ships them, in their own units, with an intercept.
    [[repeats]] random draws of [[share:.0%]] of the rows.
    """
    found = gains(result, "condition")
    return Family({name: Effect(values, "× lower", MUCH, ratio=True) for name, values in found.items()})


def claim_it_saves_steps(result):
    """On standardized features gradient descent needs less than a hundredth of the steps.

    Slot B1. Scope: until [[within:.0%]] of what can be won is left, at the best constant learning rate of each, from
    zero; computed from the eigenvalues. The same tables; [[repeats]] random draws of [[share:.0%]] of the rows.
    """
    found = gains(result, "steps")
    return Family({name: Effect(values, "× lower", MUCH, ratio=True) for name, values in found.items()})


def claim_correlation_stays(result):
    """After standardizing, correlated features still leave a condition number above ten.

    Slot B1. Scope: the same tables; [[repeats]] random draws of [[share:.0%]] of the rows.
    """
    left = {
        name: [math.log(value) for value in ways["standardized"]["condition"]] for name, ways in result["real"].items()
    }
    return Family({name: Effect(values, "× higher than round", STILL, ratio=True) for name, values in left.items()})


def claim_one_feature_becomes_round(result):
    """With one feature, standardizing makes the loss surface round.

    Slot B1. Known: by the formulas. Scope: the lecture's ten points, a line with an intercept; condition number minus
    one.
    """
    return Identity(abs(result["drawn"]["ten points"]["standardized"]["condition"] - 1), 1e-9)


def claim_a_network_gains(result):
    """A small network classifies better from standardized features than from raw ones, each at its best learning rate.

    Slot B1. Figure: network. Scope: wine and breast cancer; [[layers]] hidden layer of [[width]] ReLU units, SGD with
    momentum, batches of [[batch_size]], [[steps]] steps; the rate with the least training loss, of two a decade.
    Test accuracy. [[repeats]] random draws of [[share:.0%]] of the rows.
    """
    members = {
        name: minus(found["standardized"]["accuracy"], found["raw"]["accuracy"])
        for name, found in result["network"].items()
    }
    return Family({name: Effect(values, "points of accuracy", POINTS) for name, values in members.items()})


LOOKS = {"raw": ("C1", "s"), "centered": ("C2", "^"), "standardized": ("C0", "o")}


def draw(figure, result):
    axes = figure.subplots()
    every = {name: {way: [of[way]["steps"]] for way in LOOKS} for name, of in result["drawn"].items()}
    every |= {name: {way: of[way]["steps"] for way in LOOKS} for name, of in result["real"].items()}
    for at, ways in enumerate(reversed(every.values())):
        for shift, (way, (color, marker)) in zip((-0.2, 0, 0.2), LOOKS.items(), strict=True):
            values = ways[way]
            label = way if at == 0 else None
            axes.plot(values, [at - shift] * len(values), marker, color=color, alpha=0.6, label=label)
    axes.set_yticks(range(len(every)), list(reversed(every)))
    axes.set(xscale="log", xlabel="steps to 1 % of the loss to be won (log scale)", xlim=(0.6, None))
    figure.legend(loc="outside upper center", ncols=3, fontsize=11)


def draw_network(figure, result):
    axes = figure.subplots()
    labels = []
    for name, found in result["network"].items():
        for way in ("raw", "standardized"):
            values = [value for value in found[way]["accuracy"] if value is not None]
            color, marker = LOOKS[way]
            axes.plot(len(labels) + numpy.linspace(-0.15, 0.15, len(values)), values, marker, color=color, alpha=0.6)
            labels.append(f"{name},\n{way}")
    axes.set_xticks(range(len(labels)), labels)
    axes.set(ylabel="test accuracy in %", xlim=(-0.5, len(labels) - 0.5))
