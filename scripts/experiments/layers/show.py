"""Training and test error of networks with more and more hidden layers."""

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Family
from scripts.evidence.style import INK

MATTERS = 1.05  # a twentieth of the error: less would not decide how many layers to take
JUMP = 1.5  # the lecture's was from 100 to 340


def claim_more_features_lower_the_loss(result):
    """The first remedy for model bias is more features: [[window]] days instead of one.

    Slot 05. Scope: linear functions of the past days with the smallest training loss, in closed form; [[repeats]]
    stretches of four years drawn from the same twenty of daily births, which overlap.
    """
    errors = {part: pairs(result["features"], "56", "1", part) for part in ("train", "test")}
    names = {"training error": errors["train"], "test error": errors["test"]}
    return Family({name: Effect(values, "×", MATTERS, side=-1, ratio=True) for name, values in names.items()})


def claim_layers_lower_the_training_loss(result):
    """The second remedy is a deeper network: three hidden layers instead of one.

    Slot 05. Scope: training error; [[width]] units a layer, [[window]] days, PyTorch's default initialization, Adam
    with a learning rate for each depth, [[steps]] steps. [[repeats]] stretches drawn from the same twenty years, which
    overlap.
    """
    values = pairs(result["layers"]["torch"], "3", "1", "train")
    return Effect(values, unit="×", delta=MATTERS, side=-1, ratio=True)


def claim_five_layers_train_worse_than_four(result):
    """The lecture's table: with the fifth layer the training loss jumps.

    Slot 05. Scope: training error of five hidden layers against four, PyTorch's default initialization, a learning rate
    for each depth; a jump is half as much again. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["torch"], "5", "4", "train"), unit="×", delta=JUMP, ratio=True)


def claim_twelve_layers_train_worse_than_four(result):
    """Deep enough, the training loss does rise, although the larger set contains the smaller one's functions.

    Slot 05. Scope: training error of twelve hidden layers against four, PyTorch's default initialization, a learning
    rate for each depth, [[steps]] steps. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["torch"], "12", "4", "train"), unit="×", delta=MATTERS, ratio=True)


def claim_from_another_start_depth_keeps_helping(result):
    """From another initialization the rise is gone: twelve layers reach a smaller training loss than four.

    Slot 05. Scope: the same networks, data, optimizer and steps; only the hidden weights start with He's variance, not
    torch's. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["he"], "12", "4", "train"), unit="×", delta=MATTERS, side=-1, ratio=True)


def claim_the_smaller_training_loss_does_not_reach_the_test(result):
    """What twelve layers gain in training from the better initialization is no gain on the test year.

    Slot 05. Scope: test error of twelve hidden layers from He's initialization against the same twelve from PyTorch's,
    on the year after the training years. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    errors = {name: found["12"] for name, found in result["layers"].items()}
    return Effect(pairs(errors, "he", "torch", "test"), unit="×", delta=1, ratio=True)


def pairs(errors, one, other, part):
    """Logarithms of the ratio of two errors, repeat by repeat."""
    return log_ratios(errors[one][part], errors[other][part])


LOOKS = {"torch": ("C3", "s", "PyTorch's default initialization"), "he": ("C0", "o", "He's initialization")}


def draw(figure, result):
    """Training and test error against the number of hidden layers: means and middle four fifths of the stretches."""
    axes = figure.subplots()
    for start, (color, marker, name) in LOOKS.items():
        errors = result["layers"][start]
        depths = [int(depth) for depth in errors]
        for part, look in ("train", "-"), ("test", "--"):
            values = numpy.array([errors[depth][part] for depth in errors])
            low, high = numpy.quantile(values, [0.1, 0.9], axis=1)
            axes.fill_between(depths, low, high, color=color, alpha=0.12, linewidth=0)
            axes.plot(depths, values.mean(1), look, marker=marker, color=color)
        axes.text(12.2, numpy.mean(errors["12"]["train"]), f"{name},\ntraining", color=color, va="center")
    axes.text(12.2, 330, "test", color=INK, va="center")
    axes.set(xlabel="hidden layers", ylabel="error, births a day", ylim=(0, 450), xlim=(0.7, 15.2))
    axes.set_xticks([1, 2, 3, 4, 5, 8, 12])
