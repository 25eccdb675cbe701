"""Steps that Adam needs in deep networks, by depth and initialization."""

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Proportion
from scripts.evidence.style import INK

MOST, FEW = 0.8, 0.2  # of runs
SOONER = 2.0


def share(result, depth, start):
    """How many networks leave, and of how many."""
    values = result[depth][start]
    return sum(value is not None for value in values), len(values)


def claim_adam_leaves_the_deep_stall(result):
    """Where gradient descent stays at a guess in a deep network, Adam leaves it.

    Slot 12. Scope: [[layers.deep]] hidden ReLU layers of [[width]] units with PyTorch's default initialization; the
    loss falls by a tenth of a guess within [[steps]] steps, rate [[rate]]. [[repeats]] draws of digits and start.
    """
    return Proportion(*share(result, "deep", "default"), MOST)


def claim_an_initialization_for_relu_helps_adam(result):
    """With an initialization made for ReLU, Adam needs fewer steps in the same network.

    Slot 12. Scope: [[layers.deep]] hidden layers, the same draws and rate; a network that never leaves counts as
    failed. [[repeats]] draws of digits and start.
    """
    default, for_relu = (
        [None if value is None else max(value, 1) for value in result["deep"][start]]
        for start in ("default", "for_relu")
    )
    return Effect(log_ratios(default, for_relu), "× lower", SOONER, ratio=True)


def claim_deeper_adam_rests_too(result):
    """In a still deeper network Adam stays at a guess as well.

    Slot 12. Scope: [[layers.deeper]] hidden layers, where the first gradients are far below Adam's ε of [[eps]]; within
    [[steps]] steps. [[repeats]] draws of digits and start.
    """
    return Proportion(*share(result, "deeper", "default"), FEW, side=-1)


def claim_an_initialization_for_relu_leaves_there(result):
    """There, an initialization made for ReLU leaves the guess.

    Slot 12. Scope: [[layers.deeper]] hidden layers with Adam, the same draws, rate and steps. [[repeats]] draws of
    digits and start.
    """
    return Proportion(*share(result, "deeper", "for_relu"), MOST)


def claim_a_tiny_epsilon_leaves_there(result):
    """There, Adam leaves the default initialization too, if its ε is smaller than the gradients.

    Slot 12. Scope: ε of [[tiny_eps]] in place of [[eps]]; [[layers.deeper]] hidden layers, within [[steps]] steps.
    [[repeats]] draws of digits and start.
    """
    return Proportion(*share(result, "deeper", "tiny_eps"), MOST)


def draw(figure, result):
    """Steps of every network, a row for each depth and start; those that never leave, at the right."""
    axes = figure.subplots()
    rows = [(depth, start) for depth in ("deeper", "deep") for start in ("default", "tiny_eps", "for_relu")]
    never = 1000
    for row, (depth, start) in enumerate(rows):
        values = [value or never for value in result[depth][start]]
        heights = [row + 0.06 * (place % 7 - 3) for place in range(len(values))]
        color = {"default": "C1", "tiny_eps": "C3", "for_relu": "C2"}[start]
        axes.plot(values, heights, "o", color=color, markersize=4, alpha=0.6, markeredgewidth=0)
    axes.axvline(500, color=INK, linewidth=1, linestyle=":")
    axes.text(560, 4.5, "never", color=INK)
    labels = {"default": "default", "tiny_eps": "tiny ε", "for_relu": "for ReLU"}
    names = [f"{depth}, {labels[start]}" for depth, start in rows]
    axes.set_yticks(range(len(rows)), names)
    axes.set(xscale="log", xlim=(5, 1600), xlabel="steps of Adam until the loss falls by a tenth (log scale)")
    axes.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    axes.minorticks_off()
