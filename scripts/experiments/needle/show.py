"""Two functions with the same large training loss, and the comparison that tells them apart."""

import numpy
from matplotlib.patches import Ellipse

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Identity
from scripts.evidence.style import INK

SAME = 1.1  # within a tenth: nobody would name the cause from so small a difference
FAR = 10.0  # ten times the loss: another function altogether


def claim_no_needle(result):
    """The small set holds no good function: its best line has a far larger training loss than the large set reaches.

    Slot 03. Figure: loss. Scope: best line in closed form against Adam on a ReLU network with [[hidden_layers]] hidden
    layers of [[units]] units; [[repeats]] draws of [[points]] points of a wave and of the start.
    """
    return Effect(log_ratio(result, "line", "good"), unit="×", delta=FAR, ratio=True)


def claim_the_same_training_loss(result):
    """The large set does hold the needle, and yet a poor optimizer ends at the training loss of the best line.

    Slot 03. Figure: loss. Scope: gradient descent with η = [[poor_rate]], [[steps]] steps, from the start from which
    Adam gets far below; the margin of a tenth was fixed beforehand. [[repeats]] draws of the points and of the start.
    """
    return Equivalence(log_ratio(result, "poor", "line"), unit="×", delta=SAME, ratio=True)


def claim_a_comparison_tells_them_apart(result):
    """A shallower network, fitted in closed form, has a far smaller training loss than the deep one's poor run.

    Slot 03. Figure: loss. Scope: one hidden layer of [[units]] fixed units against [[hidden_layers]] trained ones;
    [[repeats]] draws of the points and of the start.
    """
    return Effect(log_ratio(result, "poor", "shallow"), unit="× lower", delta=FAR, ratio=True)


def claim_the_deeper_set_holds_the_shallower_function(result):
    """With identity layers put in, the deeper network computes what the shallow one does: the needle is there.

    Slot 03. Figure: loss. Scope: largest difference on [[points]] points over [[repeats]] networks, from one hidden
    layer to [[hidden_layers]]; float64.
    """
    return Identity(error=max(result["deepened_error"]), tolerance=1e-12, unit="difference")


def log_ratio(result, one, other):
    return log_ratios(result["loss"][one], result["loss"][other])


LOOKS = {  # colour, line, name
    "line": ("C1", "--", "best line"),
    "poor": ("C3", "-", "deep network, gradient descent"),
    "good": ("C0", "-.", "the same network, Adam"),
    "shallow": ("C2", ":", "shallow network, closed form"),
}


def draw(figure, result):
    """The first draw of points, with the best line and the two functions found in the large set."""
    axes, first = figure.subplots(), result["first"]
    axes.plot(first["x"], first["y"], ".", color=INK, alpha=0.5, markersize=6, markeredgewidth=0)
    for name in ("line", "poor", "good"):
        color, look, label = LOOKS[name]
        axes.plot(first["x"], first[name], look, color=color, label=label)
    axes.set(xlabel="x", ylabel="y", ylim=(-2.1, 3.6))
    axes.legend(loc="upper left", fontsize=11)


def draw_sets(figure, result):
    """The sets as nested ellipses, with the functions that were found in them and their training losses."""
    axes = figure.subplots()
    sets = {"good": (6.2, 9.0, 4.6), "shallow": (4.5, 5.0, 3.3), "line": (3.3, 2.2, 2.3)}
    for name, (x, width, height) in sets.items():
        axes.add_patch(Ellipse((x, 2.5), width, height, fill=False, edgecolor=LOOKS[name][0], linewidth=2))
    names = {"good": (7.9, 4.0, "three hidden layers"), "shallow": (4.9, 3.6, "one"), "line": (3.3, 3.2, "lines")}
    for name, (x, y, text) in names.items():
        axes.text(x, y, text, color=LOOKS[name][0], ha="center", va="center", fontsize=12)
    below, beside = (0, -0.16, "center", "top"), (0.18, 0, "left", "center")
    found = {
        "line": (3.3, 2.6, "best line\n", below),
        "shallow": (5.3, 2.2, "by hand\n", below),
        "poor": (7.3, 3.0, "gradient descent: ", beside),
        "good": (8.0, 1.9, "Adam: ", beside),
    }
    for name, (x, y, text, (right, up, side, edge)) in found.items():
        axes.plot(x, y, "o", color=LOOKS[name][0], markersize=7)
        label = f"{text}{result['median'][name]:.2g}"
        axes.text(x + right, y + up, label, color=LOOKS[name][0], ha=side, va=edge, fontsize=11)
    axes.set(xlim=(1.5, 10.9), ylim=(0.1, 4.9), aspect="auto")
    axes.set_axis_off()


def draw_loss(figure, result):
    """Training loss against steps: medians over the draws, and the middle four fifths of them."""
    axes, steps = figure.subplots(), result["steps_shown"]
    for name in ("line", "shallow", "poor", "good"):
        color, look, label = LOOKS[name]
        curves = result["curves"].get(name) or [[value] * len(steps) for value in result["loss"][name]]
        low, middle, high = numpy.quantile(curves, [0.1, 0.5, 0.9], axis=0)
        axes.fill_between(steps, low, high, color=color, alpha=0.2, linewidth=0)
        axes.plot(steps, middle, look, color=color, label=label)
    axes.set(xlabel="step", ylabel="training loss (log scale)", yscale="log", xlim=(0, steps[-1]), ylim=(None, 3))
    labels = ("poor", 0.98, 0.91, "right"), ("line", 0.98, 0.77, "right"), ("good", 0.03, 0.24, "left")
    for name, at, height, align in (*labels, ("shallow", 0.03, 0.1, "left")):
        axes.text(at, height, LOOKS[name][2], color=LOOKS[name][0], transform=axes.transAxes, ha=align)
