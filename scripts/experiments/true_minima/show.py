"""The kind of point where descent ends."""

from scripts.evidence.rule import Identity, Proportion
from scripts.evidence.style import INK

NEARLY_ALL = 0.9
ZERO = 1e-7


def claim_descent_ends_in_minima(result):
    """Run until the gradient is zero, descent ends in a minimum in nearly all networks.

    Slot 16. Scope: gradient below a billionth, every eigenvalue above a ten-millionth of the largest; one hidden layer
    of [[units]] [[activation]] units, L2 of [[decay]]. [[repeats]] networks, each with its own data and start.
    """
    return Proportion(result["kinds"].count("minimum"), len(result["kinds"]), NEARLY_ALL)


def claim_no_maximum_with_an_output_bias(result):
    """With an output bias and the mean squared error, no point is a maximum: along that bias the loss curves up.

    Slot 14. Known: the output is linear in that bias. Scope: the curvature along it less two, and less twice the L2
    term; the largest difference at [[repeats]] random starts.
    """
    return Identity(result["bias_curvature_error"], 1e-12, "difference")


def draw(figure, result):
    """Loss against the smallest eigenvalue in units of the largest; what would be a saddle has no place on a log axis
    and is drawn at the left edge."""
    axes = figure.subplots()
    minima = [(least, loss) for least, loss in zip(result["least"], result["loss"], strict=True) if least > ZERO]
    others = [loss for least, loss in zip(result["least"], result["loss"], strict=True) if least <= ZERO]
    axes.plot(*zip(*minima, strict=True), "o", color="C0", alpha=0.5, markersize=4, markeredgewidth=0)
    axes.plot([ZERO / 3] * len(others), others, "x", color="C1", markersize=6)
    axes.axvline(ZERO, color=INK, linewidth=1, linestyle=":")
    axes.text(ZERO * 1.2, 0.98, "minima", transform=axes.get_xaxis_transform(), va="top", color="C0")
    axes.text(ZERO / 1.2, 0.98, "others", transform=axes.get_xaxis_transform(), va="top", ha="right", color="C1")
    axes.set(xscale="log", yscale="log", xlim=(1e-8, 1e-2), ylabel="training loss (log scale)")
    axes.set_yticks([0.01, 0.02, 0.05], ["0.01", "0.02", "0.05"])
    axes.minorticks_off()
    axes.set_xlabel("smallest / largest eigenvalue (log scale)")
