"""Both losses of three classes over two scores, and how large their gradients are there."""

import numpy

from scripts.evidence.rule import Identity
from scripts.evidence.style import INK

ROUNDING = 1e-12  # float64, losses of the order of ten


def claim_cross_entropy_is_the_negative_log_likelihood(result):
    """Cross entropy is the negative logarithm of the likelihood that the network gives to the labels, per example.

    Slot 45. Known: by its definition. Scope: against torch's categorical distribution, and written as a sum over the
    one-hot vector; all places of a grid of scores, three classes, float64.
    """
    return Identity(result["likelihood_error"], ROUNDING)


def claim_cross_entropy_is_entropy_plus_divergence(result):
    """Cross entropy is the entropy of the target plus the Kullback-Leibler divergence from it to the shares.

    Slot 45. Known: by its definition. Scope: a one-hot target and two soft ones, against torch's cross entropy; all
    places of a grid of scores, three classes, float64.
    """
    return Identity(result["divergence_error"], ROUNDING)


def claim_the_gradients_have_a_closed_form(result):
    """With two classes in play, losses and gradients of both kinds hang on the gap of the two scores as the text says.

    Slot 46. Known: by differentiation. Scope: a third class with a score of [[third:.0f]]; every place of the figure,
    float64.
    """
    return Identity(result["closed_form_error"], ROUNDING)


def claim_the_fixed_numbers_are_right(result):
    """Softmax twice, a sigmoid twice and label smoothing keep the loss above zero by the amounts that the table gives.

    Slot 45. Known: by putting in the best that the outputs can be. Scope: PyTorch's losses at perfect outputs against
    the formulas, up to a thousand classes, smoothing of [[smoothing]]; float64.
    """
    return Identity(result["floor_error"], ROUNDING)


NAMES = {"entropy": "cross entropy", "squared": "squared error"}


def draw(figure, result):
    """Above the losses, below the lengths of their gradients on a log scale; the ball of the lecture and the corner."""
    axis = numpy.array(result["axis"])
    gap = axis[:, None] - axis[None, :]  # rows: y2, columns: y1
    rows = figure.subplots(2, 2, sharex=True, sharey=True)
    figure.set_size_inches(6.4, 5.2)
    extent = [axis[0], axis[-1]] * 2
    low = min(map(min, result["gradient"].values()))
    for column, name in enumerate(NAMES):
        loss = numpy.interp(gap, result["gap"], result["loss"][name])
        slope = numpy.interp(gap, result["gap"], numpy.log10(result["gradient"][name]))
        look = {"origin": "lower", "extent": extent, "interpolation": "bilinear", "aspect": "auto"}
        above = rows[0, column].imshow(loss, cmap="cividis", **look)
        below = rows[1, column].imshow(slope, cmap="viridis", vmin=numpy.log10(low), vmax=0.2, **look)
        rows[0, column].set_title(NAMES[name], fontsize=12)
        figure.colorbar(above, ax=rows[0, column], label="loss", ticks=[0, 10, 20] if name == "entropy" else [0, 1, 2])
        bar = figure.colorbar(below, ax=rows[1, column], label="gradient (log scale)")
        bar.set_ticks([0, -4, -8], labels=["1", "10⁻⁴", "10⁻⁸"])
    for place, axes in enumerate(rows.flat):
        axes.plot(-7, 6, "o", color="white", markeredgecolor=INK, markersize=9)
        axes.plot([-10, 10], [-10, 10], "--", color="white", linewidth=1)
        axes.set(xticks=[-10, 0, 10], yticks=[-10, 0, 10])
        axes.grid(False)
        if place > 1:
            axes.set_xlabel("score of the right class")
        if not place % 2:
            axes.set_ylabel("score of the wrong class")
