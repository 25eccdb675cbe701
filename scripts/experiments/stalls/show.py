"""Two stalls: loss, gradient and curvature."""

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Proportion
from scripts.evidence.style import INK

SMALL = 0.1  # of the largest gradient of the run
MOST = 0.8  # of runs
FLATTER = 3.0  # leaving takes so many times as long
SHARE = 0.01  # of the largest eigenvalue: a way down that steps of a usual size follow
STUCK = 0.01  # of a guess's loss
LEFT = 0.9  # of a guess's loss


def shares(values):
    """The smallest eigenvalue, turned, as a share of the largest: how steep the way down is."""
    return [max(-low, 1e-9 * high) / high for low, high in values]


def claim_the_gradient_is_small_on_the_plateau(result):
    """On the plateau the gradient's norm is a tenth or less of its largest in the run.

    Slot 12. Scope: networks whose weights start at [[scale]] of PyTorch's default; the smallest gradient while the
    loss is near a guess. [[repeats]] draws of [[examples]] digits and of the initialization.
    """
    small = [value is not None and value <= SMALL for value in result["small"]["least_gradient"]]
    return Proportion(sum(small), len(small), MOST)


def claim_the_gradient_is_small_where_the_loss_never_falls(result):
    """Where a deep network's loss never falls, the gradient's norm is a tenth or less of its largest, too.

    Slot 12. Scope: [[deep_layers]] hidden ReLU layers of [[width]] units with PyTorch's default initialization,
    [[steps]] steps of momentum; the loss ends within a hundredth of a guess. [[repeats]] draws as above.
    """
    deep = result["deep"]
    pairs = zip(deep["least_gradient"], deep["last"], strict=True)
    stuck = [None not in pair and pair[0] <= SMALL and abs(pair[1] - 1) <= STUCK for pair in pairs]
    return Proportion(sum(stuck), len(stuck), MOST)


def claim_the_plateau_has_a_way_down(result):
    """On the plateau the smallest eigenvalue of the Hessian is negative: a saddle is near, not a minimum.

    Slot 12. Figure: curvature. Scope: below minus its residual, and more than a hundredth of the largest in size; the
    same networks. [[repeats]] draws of the digits and of the initialization.
    """
    small = result["small"]
    surely = [low < -residual for (low, _), (residual, _) in zip(small["eigenvalues"], small["residuals"], strict=True)]
    down = [sure and share > SHARE for sure, share in zip(surely, shares(small["eigenvalues"]), strict=True)]
    return Proportion(sum(down), len(down), MOST)


def claim_the_deep_networks_way_down_is_flatter(result):
    """Where the deep network is stuck, the way down is at least three times flatter than on the plateau.

    Slot 12. Figure: curvature. Scope: the smallest eigenvalue against the largest, at the smallest gradient of each
    run; [[deep_layers]] hidden layers. [[repeats]] draws of the digits and of the initialization.
    """
    plateau, deep = (shares(result[name]["eigenvalues"]) for name in ("small", "deep"))
    return Effect(log_ratios(plateau, deep), "× lower", FLATTER, ratio=True)


def claim_an_initialization_for_relu_leaves(result):
    """The same deep network with an initialization made for ReLU leaves the guess's loss in the same number of steps.

    Slot 12. Scope: the loss falls by a tenth of a guess at some step of [[steps]]; the same draws, hidden weights
    scaled by the root of six, rate [[relu_rate]]; the default stays with [[deep_rate]]. [[repeats]] draws as above.
    """
    left = [value < LEFT for value in result["for_relu"]["lowest"]]
    return Proportion(sum(left), len(left), MOST)


LOOKS = {"small": ("C0", "small start"), "deep": ("C1", "deep, default"), "for_relu": ("C2", "deep, for ReLU")}


def draw(figure, result):
    """Loss and gradient's norm of the first networks against steps."""
    figure.set_size_inches(6.4, 4.7)
    upper, lower = figure.subplots(2, sharex=True)
    steps = result["steps_shown"]
    for name, (color, label) in LOOKS.items():
        for place, (loss, gradient) in enumerate(zip(result[name]["loss"], result[name]["gradient"], strict=True)):
            upper.plot(steps, loss, color=color, linewidth=1.4, alpha=0.8, label=None if place else label)
            lower.plot(steps, gradient, color=color, linewidth=1.4, alpha=0.8)
    guess = result["guess"][0]
    upper.axhline(guess, color=INK, linewidth=1, linestyle=":")
    upper.text(0.3 * steps[-1], guess * 1.02, "a guess", va="bottom")
    upper.set(ylabel="training loss", ylim=(0, 1.18 * guess))
    upper.legend(loc="lower left", fontsize=11)
    lower.set(xlabel="step", ylabel="norm of the gradient\n(log scale)", yscale="log", xlim=(0, steps[-1]))


def draw_curvature(figure, result):
    """The way down of every network, as a share of the largest eigenvalue."""
    figure.set_size_inches(6.4, 2.6)
    axes = figure.subplots()
    for row, name in enumerate(("deep", "small")):
        values = shares(result[name]["eigenvalues"])
        heights = [row + 0.05 * (place % 7 - 3) for place in range(len(values))]
        axes.plot(values, heights, "o", color=LOOKS[name][0], markersize=4, alpha=0.7, markeredgewidth=0)
    axes.set_yticks([0, 1], ["deep, default", "small start"])
    axes.set(xscale="log", xlabel="−smallest / largest eigenvalue (log scale)", ylim=(-0.5, 1.5))
