"""How many deep networks train with batch normalization, without, and without but mended in another way."""

import math

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Family, Proportion
from scripts.evidence.style import INK

MOST, FEWEST = 0.8, 0.2
SHRINKS = 10.0
UNEVEN = 1.2


def shares(result, kinds, bound, side):
    repeats = {kind: len(result["loss"][kind]) for kind in kinds}
    return Family({kind: Proportion(result["trained"][kind], repeats[kind], bound, side) for kind in kinds})


def claim_without_they_do_not_train(result):
    """Without batch normalization, most of these deep networks train at no learning rate of the grid.

    Slot B5. Scope: trained is a training loss below half of a guess after [[steps]] steps; [[relu_layers]] ReLU
    layers from PyTorch's default initialization, [[sigmoid_layers]] sigmoid layers from Xavier's; SGD, momentum
    [[momentum]], batches of [[batch_size]], the best of four rates. [[repeats]] splits of the same examples, and
    initializations.
    """
    return shares(result, ("ReLU, without", "sigmoid, without"), FEWEST, -1)


def claim_with_it_they_train(result):
    """With batch normalization, most of the same networks train.

    Slot B5. Scope: as above, at the one learning rate [[rate]]. [[repeats]] splits of the same examples, and
    initializations.
    """
    return shares(result, ("ReLU, batch norm", "sigmoid, batch norm"), MOST, 1)


def claim_so_do_others_without_it(result):
    """Without it they train as well, if ReLU starts from He's initialization and tanh replaces sigmoid.

    Slot B5. Scope: as above, at the one learning rate [[rate]]. [[repeats]] splits of the same examples, and
    initializations.
    """
    return shares(result, ("ReLU, He's initialization", "tanh, without"), MOST, 1)


def claim_the_signal_dies_on_its_way(result):
    """From PyTorch's default initialization, the differences between examples die out on the way through the layers.

    Slot B2. Figure: signal. Scope: before training; standard deviation over the examples of what enters the activation,
    first hidden layer over last; the median unit of [[width]]; [[relu_layers]] ReLU layers without normalization.
    [[repeats]] splits of the same examples, and initializations.
    """
    starts = result["spread"]["ReLU, without"]["start"]
    return Effect([math.log(row[0] / row[-1]) for row in starts], unit="× lower", delta=SHRINKS, ratio=True)


def claim_its_units_stay_in_one_range(result):
    """After training, the units of a layer differ more in their ranges without batch normalization than with it.

    Slot B2. Figure: ranges. Scope: a unit's range is the standard deviation over the examples of what enters its
    activation; the range that a tenth of a layer's units exceed over the one that a tenth stay below, median layer;
    [[relu_layers]] ReLU layers, without normalization from He's initialization, [[steps]] steps. [[repeats]] splits
    of the same examples, and initializations.
    """
    ends = (result["ranges"][kind]["end"] for kind in ("ReLU, He's initialization", "ReLU, batch norm"))
    return Effect(log_ratios(*ends), unit="× higher", delta=UNEVEN, ratio=True)


def draw(figure, result):
    axes = figure.subplots()
    colors = {"without": "C1", "batch norm": "C0"}
    for at, (kind, losses) in enumerate(reversed(result["loss"].items())):
        color = next((c for name, c in colors.items() if name in kind and "tanh" not in kind), "C2")
        values = [min(max(value or 9, 0.004), 4) for value in losses]
        axes.plot(values, at + numpy.linspace(-0.22, 0.22, len(values)), "o", color=color, alpha=0.5, markersize=4)
    axes.axvline(result["guess"], color=INK, linewidth=1, linestyle=":")
    axes.text(result["guess"] * 0.93, 5.45, "a guess", ha="right", va="bottom", fontsize=11)
    names = [kind.replace(", ", ",\n") for kind in reversed(result["loss"])]
    axes.set_yticks(range(len(names)), names)
    axes.set(xscale="log", xlabel="training loss at the end (log scale)", ylim=(-0.5, 5.9))


def draw_signal(figure, result):
    axes = figure.subplots()
    looks = {"ReLU, without": ("C1", "s--", "without"), "ReLU, batch norm": ("C0", "o-", "batch norm")}
    looks["ReLU, He's initialization"] = ("C2", "^:", "without, He's initialization")
    for kind, (color, look, label) in looks.items():
        rows = result["spread"][kind]["start"]
        low, middle, high = numpy.quantile(rows, [0.1, 0.5, 0.9], axis=0)
        layers = range(1, len(middle) + 1)
        axes.fill_between(layers, low, high, color=color, alpha=0.18, linewidth=0)
        axes.plot(layers, middle, look, color=color, label=label)
    axes.set(yscale="log", xlabel="hidden layer", ylabel="spread over examples (log scale)")
    axes.set_xticks(list(layers))
    axes.legend(loc="lower left", fontsize=11)


def draw_ranges(figure, result):
    axes = figure.subplots()
    labels = []
    for kind, color, name in (("ReLU, He's initialization", "C2", "without"), ("ReLU, batch norm", "C0", "batch norm")):
        for moment in ("start", "end"):
            values = result["ranges"][kind][moment]
            axes.plot(len(labels) + numpy.linspace(-0.15, 0.15, len(values)), values, "o", color=color, alpha=0.5)
            labels.append(f"{name},\n{'before' if moment == 'start' else 'after'}")
    axes.set_xticks(range(len(labels)), labels)
    axes.set(ylabel="range: large over small", xlim=(-0.5, 3.5), ylim=(0.8, None))
