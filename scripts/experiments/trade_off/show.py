"""Losses, bias and variance against complexity, and what validation picks."""

from scripts.evidence.marks import geometric_curve
from scripts.evidence.paired import log_ratio_of_means, log_ratios
from scripts.evidence.rule import Effect, Equivalence, Identity, Proportion
from scripts.evidence.style import INK

MOSTLY = 2 / 3  # of the draws; a split that is right in fewer is no tool


def column(rows, features):
    return [row[features - 1] for row in rows]


def claim_training_loss_never_rises(result):
    """A further feature never raises the training loss.

    Slot 08. Scope: exact for nested least squares; largest rise over [[repeats]] training sets and all complexities.
    """
    return Identity(error=result["largest_rise_of_train"], tolerance=1e-10, unit="largest rise")


def claim_training_loss_falls(result):
    """Training loss falls with complexity: the most complex model has a smaller one than a straight line.

    Slot 08. Scope: Legendre polynomials, [[flexible]] against [[line]] features, [[examples]] noisy examples of a
    smooth curve, [[repeats]] draws of the data.
    """
    line, flexible = (column(result["train"], result[name]) for name in ("line", "flexible"))
    return Effect(log_ratios(line, flexible), unit="× lower", delta=1.5, ratio=True)


def claim_too_simple_is_worse(result):
    """Left of the bottom the test loss is larger: a straight line does worse than the model validation picks.

    Slot 08. Scope: [[line]] features against those picked with [[validation]] validation examples; [[examples]]
    training examples, [[repeats]] draws of the data.
    """
    line = column(result["test"], result["line"])
    return Effect(log_ratios(line, result["chosen_test"]), unit="×", delta=1.5, ratio=True)


def claim_too_complex_is_worse(result):
    """Right of the bottom the test loss is larger: the most complex model does worse than the one validation picks.

    Slot 08. Scope: [[flexible]] features against those picked with [[validation]] validation examples; [[examples]]
    training examples, [[repeats]] draws of the data.
    """
    flexible = column(result["test"], result["flexible"])
    return Effect(log_ratios(flexible, result["chosen_test"]), unit="×", delta=1.5, ratio=True)


def claim_validation_finds_the_bottom(result):
    """A validation split mostly finds the bottom: its pick is nearly as good on test data as the best pick there is.

    Slot 08. Scope: nearly = the test loss is at most [[near]] times the lowest of the same draw, mostly = in two draws
    of three; [[examples]] training and [[validation]] validation examples, [[repeats]] draws of the data.
    """
    near = [
        pick <= result["near"] * best for pick, best in zip(result["chosen_test"], result["best_test"], strict=True)
    ]
    return Proportion(sum(near), len(near), MOSTLY)


def claim_validation_costs_little_on_average(result):
    """Its rare misses cost little: averaged over the draws, too, the pick's test loss is nearly that of the best pick.

    Slot 08. Scope: ratio of the mean test losses, which a single draw may decide; nearly = within [[near]] times.
    [[examples]] training and [[validation]] validation examples, [[repeats]] draws of the data.
    """
    values = log_ratio_of_means(result["chosen_test"], result["best_test"])
    return Equivalence(values, unit="×", delta=result["near"], ratio=True)


def claim_more_data_moves_the_bottom(result):
    """With more training data the bottom lies at a more complex model.

    Slot 08. Scope: features at the lowest bias² + variance, with [[more_examples]] against [[examples]] training
    examples; [[repeats]] draws of the data.
    """
    moves = [more - few for few, more in zip(result["bottom"], result["bottom_with_more"], strict=True)]
    return Effect(moves, unit="features", delta=0.5)


def claim_bias_falls(result):
    """Complexity lowers the bias: at the bottom there is less of it than with a straight line.

    Slot 08. Figure: parts. Scope: bias², exact given the inputs; [[typical_bottom]] against [[line]] features,
    [[repeats]] draws of the inputs.
    """
    bias, bottom = result["bias"], result["typical_bottom"]
    return Effect(log_ratios(column(bias, result["line"]), column(bias, bottom)), unit="× lower", delta=1.5, ratio=True)


def claim_variance_never_falls(result):
    """Complexity raises the variance: a further feature never lowers it.

    Slot 08. Figure: parts. Scope: exact for nested least squares with at most as many features as examples; the largest
    relative fall over [[repeats]] draws of the inputs and all complexities.
    """
    return Identity(error=result["largest_fall_of_variance"], tolerance=1e-8, unit="largest relative fall")


def draw(figure, result):
    figure.set_size_inches(6.4, 4.6)
    losses, counts = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    x, bottom = result["features"], result["typical_bottom"]
    geometric_curve(losses, x, result["train"], "C0", "o", "training loss", 9, (0, -18))
    geometric_curve(losses, x, result["test"], "C1", "s", "test loss", 2, (0, 9))
    losses.plot(bottom, result["typical"]["test"][bottom - 1], marker="*", markersize=17, color="C1", zorder=5)
    losses.axhline(result["noise_variance"], color=INK, linewidth=1, linestyle=":")
    losses.text(1, result["noise_variance"] * 0.93, "noise", ha="left", va="top")
    losses.set(yscale="log", ylim=(0.02, 30), ylabel="loss (log scale)")
    counts.bar(x, [result["chosen"].count(value) for value in x], color="C2", width=0.7)
    counts.text(
        max(x), 0.9, "picked by validation", color="C2", ha="right", va="top", transform=counts.get_xaxis_transform()
    )
    counts.set(xlabel="complexity: number of features", ylabel="draws", xticks=x[1::2])


def draw_parts(figure, result):
    axes = figure.subplots()
    x = result["features"]
    geometric_curve(axes, x, result["bias"], "C0", "o", "bias²", 1, (0, 9))
    geometric_curve(axes, x, result["variance"], "C1", "s", "variance", 3, (0, -18))
    total = [b + v for b, v in zip(result["typical"]["bias"], result["typical"]["variance"], strict=True)]
    axes.plot(x, total, color=INK, linewidth=1.2, linestyle="--", zorder=4)
    axes.annotate("sum", (x[4], total[4]), (6, 6), textcoords="offset points")
    axes.set(
        yscale="log",
        ylim=(1e-3, 20),
        xlabel="complexity: number of features",
        ylabel="part of the test loss (log scale)",
        xticks=x[1::2],
    )
