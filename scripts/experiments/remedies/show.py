"""What each remedy brings, in test loss and in accuracy."""

import math
from statistics import fmean

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family, Identity
from scripts.evidence.style import FAINT, INK
from scripts.experiments.remedies.references import REFERENCES, SHOWN

REMEDIES = {
    "more_data": "more data",
    "augmentation": "augmentation",
    "fewer_parameters": "fewer parameters",
    "sharing": "shared parameters",
    "fewer_features": "fewer features",
    "early_stopping": "early stopping",
    "weight_decay": "weight decay",
    "dropout": "dropout",
}
MATTERS = 2.0  # points of accuracy: one test signal in fifty
MATTERS_LOSS = 1.1  # times the test loss


FEWER = "fewer_parameters", "fewest_parameters"


def size(result, remedy):
    return f"{result['remedies'][remedy]['parameters']:,} parameters"


def lower_loss(result, remedy):
    """How many times lower the test loss is than without the remedy."""
    reference = REFERENCES.get(remedy, "nothing")
    values = log_ratios(result["remedies"][reference]["test_loss"], result["remedies"][remedy]["test_loss"])
    return Effect(values, unit="× lower", delta=MATTERS_LOSS, ratio=True)


def higher_accuracy(result, remedy, than=None, kind=Effect, side=1):
    """How many points of accuracy more on test data than without the remedy."""
    reference = than or REFERENCES.get(remedy, "nothing")
    values = minus(result["remedies"][remedy]["test_accuracy"], result["remedies"][reference]["test_accuracy"])
    return kind(values, unit="points", delta=MATTERS, side=side)


def claim_more_data_lowers_the_test_loss(result):
    """More training data lowers the test loss.

    Slot 06. Scope: MNIST-1D, [[more_examples]] instead of [[examples]] training examples, fully connected network with
    [[remedies.nothing.parameters]] parameters, [[steps]] steps. [[repeats]] random splits of the same [[all_signals]]
    signals; this interval and the following cover split, weights and batches.
    """
    return lower_loss(result, "more_data")


def claim_augmentation_lowers_the_test_loss(result):
    """Plausible augmentation lowers the test loss.

    Slot 06. Scope: MNIST-1D, each training signal moved round by at most [[reach]] of its [[length]] places, anew in
    each batch. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "augmentation")


def claim_fewer_parameters_lower_the_test_loss(result):
    """Fewer parameters lower the test loss.

    Slot 06. Scope: MNIST-1D, two smaller networks instead of one with [[remedies.nothing.parameters]] parameters, fully
    connected, same learning rate. [[repeats]] random splits, [[examples]] training examples.
    """
    return Family({size(result, name): lower_loss(result, name) for name in FEWER})


def claim_fewer_parameters_do_not_raise_the_accuracy(result):
    """However few the parameters, fewer of them lower the accuracy.

    Slot 06. Scope: MNIST-1D, the same two smaller networks. [[repeats]] random splits, [[examples]] training examples.
    """
    return Family({size(result, name): higher_accuracy(result, name, side=-1) for name in FEWER})


def claim_sharing_parameters_lowers_the_test_loss(result):
    """Shared parameters lower the test loss.

    Slot 06. Scope: MNIST-1D, convolutional network with [[remedies.sharing.parameters]] parameters against a fully
    connected one with [[remedies.nothing.parameters]]. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "sharing")


def claim_fewer_features_lower_the_test_loss(result):
    """Fewer features lower the test loss.

    Slot 06. Scope: MNIST-1D, [[features]] means of neighbouring numbers as input instead of
    [[length]] numbers.
    [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "fewer_features")


def claim_early_stopping_lowers_the_test_loss(result):
    """Early stopping lowers the test loss.

    Slot 06. Scope: MNIST-1D, each run stopped by the loss on its own [[validation]] validation examples, against the
    same run to its end; learning rate [[rate_of_early_stopping]]. [[repeats]] random splits, [[examples]] training
    examples.
    """
    return lower_loss(result, "early_stopping")


def claim_weight_decay_lowers_the_test_loss(result):
    """Regularization by weight decay lowers the test loss.

    Slot 06. Scope: MNIST-1D, AdamW with weight decay [[weight_decay]] at learning rate [[rate]]. [[repeats]] random
    splits, [[examples]] training examples.
    """
    return lower_loss(result, "weight_decay")


def claim_dropout_lowers_the_test_loss(result):
    """Dropout lowers the test loss.

    Slot 06. Scope: MNIST-1D, [[dropout_rate]] of the hidden units dropped. [[repeats]] random splits, [[examples]]
    training examples.
    """
    return lower_loss(result, "dropout")


def claim_each_remedy_raises_the_accuracy(result):
    """Each remedy raises the test accuracy as well.

    Slot 06. Scope: MNIST-1D, one remedy at a time; a remedy that has a strength at the one with the best validation
    accuracy, a network of another kind at a learning rate of its own. [[repeats]] random splits of the same
    [[all_signals]] signals.
    """
    return Family({name: higher_accuracy(result, remedy) for remedy, name in REMEDIES.items()})


def claim_the_best_checkpoint_is_no_better(result):
    """Keeping the weights with the highest validation accuracy gives the same test accuracy as keeping the last ones.

    Slot 06. Figure: stopping. Scope: MNIST-1D, [[validation]] validation examples for each run, looked at every
    [[every]] steps. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "best_checkpoint", kind=Equivalence)


def claim_early_stopping_helps_where_labels_are_wrong(result):
    """With wrong labels among the training data, early stopping raises the accuracy too.

    Slot 06. Scope: MNIST-1D, [[noise:.0%]] of the training and validation labels drawn anew, test labels true; each run
    stopped by its validation loss, against the same run to its end; learning rate [[rate_of_early_stopping]].
    [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "early_stopping_noisy")


def claim_a_temperature_lowers_the_test_loss(result):
    """To lower the test loss no remedy is needed: divide the outputs by a temperature, and no answer changes.

    Slot 06. Scope: MNIST-1D, the outputs of each overfitting network divided by the number that gives the least loss on
    its [[validation]] validation examples. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "temperature")


def claim_sharing_beats_as_few_parameters(result):
    """It is the sharing: without it, as few parameters reach a lower test accuracy.

    Slot 06. Scope: convolutional network with [[remedies.sharing.parameters]] parameters against a fully connected one
    with [[remedies.fewer_parameters.parameters]]. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "sharing", than="fewer_parameters")


def claim_sharing_beats_the_same_windows(result):
    """And not the windows alone: with its own weights at each position, the same network is less accurate.

    Slot 06. Scope: convolutional network against one with the same windows, not shared,
    [[remedies.own_windows.parameters]] parameters. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "sharing", than="own_windows")


def claim_an_implausible_augmentation_harms(result):
    """Augmentation must be plausible: with signals upside down the test accuracy falls.

    Slot 06. Figure: signals. Scope: MNIST-1D, half of the training signals with their sign changed, anew in each batch.
    [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "upside_down", side=-1)


def claim_fully_connected_contains_convolutional(result):
    """Fully connected networks contain the convolutional ones: each convolution is a fully connected layer.

    Slot 06. Scope: the three trained convolutions of one network; largest difference of their outputs and those of
    fully connected layers with [[fully_connected_weights]] weights, float64.
    """
    return Identity(error=result["gap_to_fully_connected"], tolerance=1e-10, unit="largest difference")


ROWS = REMEDIES | {
    "fewest_parameters": "fewest parameters",
    "early_stopping_noisy": "stopping, wrong labels",
    "own_windows": "windows, not shared",
    "best_checkpoint": "best checkpoint",
    "temperature": "temperature",
    "upside_down": "upside down",
}


def row(axes, place, effect, look, shown):
    """An effect as its interval, over a tick for each repeat."""
    low, high = effect.interval()
    center = shown(fmean(effect.values))
    ticks = [(shown(value), place + end) for value in effect.values for end in (-0.2, 0.2, math.nan)]
    axes.plot(*zip(*ticks, strict=True), color=look["color"], alpha=0.35, linewidth=1)
    axes.errorbar(center, place, xerr=[[center - low], [high - center]], capsize=3, markersize=7, **look)


def draw(figure, result):
    """What each remedy buys, with its interval, and the splits as ticks."""
    figure.set_size_inches(5.4, 5.8)
    loss, accuracy = figure.subplots(1, 2, sharey=True)
    rows = sorted(ROWS, key=lambda name: -fmean(result["remedies"][name]["test_accuracy"]))
    for place, name in enumerate(rows):
        look = {"color": "C0", "marker": "o"} if name in REMEDIES else {"color": "C1", "marker": "s"}
        row(loss, place, lower_loss(result, name), look, math.exp)
        row(accuracy, place, higher_accuracy(result, name), look, float)
    loss.axvspan(1 / MATTERS_LOSS, MATTERS_LOSS, color=FAINT, alpha=0.6, linewidth=0)
    accuracy.axvspan(-MATTERS, MATTERS, color=FAINT, alpha=0.6, linewidth=0)
    loss.set(xscale="log", xlabel="test loss:\n× lower (log)")
    loss.set_xticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
    loss.minorticks_off()
    loss.set_yticks(range(len(rows)), [ROWS[name] for name in rows])
    loss.invert_yaxis()
    accuracy.set(xlabel="accuracy:\npoints higher", xticks=[-10, 0, 10, 20])
    for axes in (loss, accuracy):
        axes.grid(visible=False, axis="y")


def draw_stopping(figure, result):
    """Loss and accuracy during training, where early stopping stops, and where the best checkpoint is."""
    figure.set_size_inches(6.4, 5)
    looks = {"training": ("C0", "-"), "validation": ("C2", "--"), "test": ("C1", "-")}
    panels, times, stopping = figure.subplots(2, 1, sharex=True), result["times"], result["stopping"]
    middle, reach = (numpy.array(result[key]) for key in ("curves", "reach_of_curves"))
    for metric, axes in enumerate(panels):
        for part, (color, linestyle) in enumerate(looks.values()):
            means, reaches = (curves[:, part, metric] for curves in (middle, reach))
            axes.fill_between(times, means - reaches, means + reaches, color=color, alpha=0.25, linewidth=0)
            axes.plot(times, means, color=color, linestyle=linestyle)
        for rule, linestyle in ("early_stopping", "-"), ("best_checkpoint", ":"):
            axes.axvline(stopping[rule]["best"], color=INK, linestyle=linestyle, linewidth=1.2)
    labels = {"training": (0.98, 0.12, "right"), "validation": (0.8, 0.97, "right"), "test": (0.98, 0.72, "right")}
    for name, (x, y, side) in labels.items():
        panels[0].text(x, y, name, color=looks[name][0], ha=side, va="top", transform=panels[0].transAxes)
    for axes, rule, y, text in (
        (panels[0], "early_stopping", 3.2, "least validation loss"),
        (panels[1], "best_checkpoint", 60, "best validation accuracy"),
    ):
        axes.text(stopping[rule]["best"] + times[-1] / 80, y, text, va="center")
    panels[0].set(ylabel="loss")
    panels[1].set(ylabel="accuracy (%)", xlabel="steps")


def draw_signals(figure, result):
    """Some signals, the same moved round, and upside down."""
    panels, signals = figure.subplots(3, 4, sharex=True, sharey=True), result["signals"]
    for row, (name, color) in zip(panels, {"original": "C0", "rolled": "C2", "upside_down": "C1"}.items(), strict=True):
        for axes, signal in zip(row, signals[name], strict=True):
            axes.plot(signal, color=color)
            axes.set(xticks=[], yticks=[])
        row[0].set_ylabel(name.replace("_", " "))
    for axes, digit in zip(panels[-1], SHOWN, strict=True):
        axes.set_xlabel(f"a {digit}", size=14)
