"""Test accuracy of small transformers with layer normalization, RMSNorm, tanh(αx), and nothing in their place."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence

POINT = 1.0  # of accuracy
NAMES = {"layer": "layer norm", "rms": "RMSNorm", "tanh": "tanh(αx)", "none": "none"}


def claim_rms_ends_within_a_point(result):
    """RMSNorm ends within a point of layer normalization in a small pre-norm transformer, each at its own rate.

    Slot B8. Scope: test accuracy; [[layers]] layers, width [[width]], [[steps]] steps of Adam with a linear decay,
    peak rates chosen on validation examples of other seeds. [[repeats]] splits of the same examples, and
    initializations.
    """
    accuracy = result["accuracy"]
    return Equivalence(minus(accuracy["rms"], accuracy["layer"]), unit="points of accuracy", delta=POINT)


def claim_tanh_ends_within_a_point(result):
    """The learned tanh(αx) in the place of layer normalization ends within a point of it.

    Slot B8. Scope: test accuracy; α is learned from one half; [[layers]] layers, width [[width]], [[steps]] steps of
    Adam with a linear decay, peak rates chosen on validation examples of other seeds. [[repeats]] splits of the same
    examples, and initializations.
    """
    accuracy = result["accuracy"]
    return Equivalence(minus(accuracy["tanh"], accuracy["layer"]), unit="points of accuracy", delta=POINT)


def claim_without_it_is_no_worse(result):
    """Without any normalization the same small transformer tests no worse: higher, or lower by less than a point.

    Slot B8. Scope: test accuracy plus one point, without normalization against layer normalization; gains and shifts
    stay. [[layers]] layers, width [[width]], [[steps]] steps of Adam with a linear decay, peak rates chosen on
    validation examples of other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    accuracy = result["accuracy"]
    above = [None if value is None else value + POINT for value in minus(accuracy["none"], accuracy["layer"])]
    return Effect(above, unit="points above the margin", delta=0.0)


def draw(figure, result):
    """Every repeat, and the means with their intervals."""
    axes = figure.subplots()
    for place, kind in enumerate(NAMES):
        row = result["accuracy"][kind]
        axes.plot([place + 0.012 * (i - len(row) / 2) for i in range(len(row))], row, "o", color=f"C{place}", alpha=0.4)
        mean, reach = mean_and_reach(row)
        axes.errorbar([place + 0.3], [mean], [reach], marker="s", capsize=3, color=f"C{place}")
        axes.text(place + 0.36, mean, f"{mean:.1f}", color=f"C{place}", va="center")
    axes.set_xticks(range(len(NAMES)), NAMES.values())
    axes.set(ylabel="test accuracy (%)", xlim=(-0.4, len(NAMES) - 0.15))
