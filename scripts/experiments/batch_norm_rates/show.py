"""Training loss over learning rates, with batch normalization and without, and what it buys at the best rate."""

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

FACTOR = 3.0  # times the learning rate: one step of the usual grid
POINTS = 2.0  # of accuracy


def deep(result, name):
    return f"{name}, {max(depths(result))}"


def depths(result):
    return sorted({int(kind.split(", ")[1]) for kind in result["loss"]})


def claim_larger_rates_work(result):
    """With batch normalization, far larger learning rates work.

    Slot B5. Scope: the largest rate of the grid at which the training loss ends below [[usable]] of a guess;
    ReLU networks of [[deep]] hidden layers from He's initialization, SGD, momentum [[momentum]], batches of
    [[batch_size]], [[steps]] steps. [[repeats]] splits of the same examples, and initializations.
    """
    largest = result["largest"]
    ratios = log_ratios(largest[deep(result, "batch norm")], largest[deep(result, "none")])
    return Effect(ratios, unit="× the learning rate", delta=FACTOR, ratio=True)


def claim_larger_than_after_a_warm_up(result):
    """With batch normalization, larger learning rates work than after a linear warm-up without it.

    Slot B5. Scope: as above; the rate of the other networks grows linearly over the first [[warm_up]] of [[steps]]
    steps. [[repeats]] splits of the same examples, and initializations.
    """
    largest = result["largest"]
    ratios = log_ratios(largest[deep(result, "batch norm")], largest[deep(result, "warm-up")])
    return Effect(ratios, unit="× the learning rate", delta=FACTOR, ratio=True)


def claim_at_the_best_rates_it_buys_little(result):
    """In well-initialized ReLU networks, each at its best rate, it changes the accuracy by less than two points.

    Slot B5. Figure: best. Scope: [[shallow]] and [[deep]] hidden layers from He's initialization; test accuracy, each
    network at the learning rate that its own validation loss picks from the grid; batches of [[batch_size]],
    [[steps]] steps. [[repeats]] splits of the same examples, and initializations.
    """
    picked = result["picked"]

    def gains(depth):
        return minus(*(picked[f"{name}, {depth}"]["accuracy"] for name in ("batch norm", "none")))

    members = {f"{depth} layers": gains(depth) for depth in depths(result)}
    return Family({name: Equivalence(values, "points of accuracy", POINTS) for name, values in members.items()})


LOOKS = {
    "none": ("C1", "s--", "without"),
    "warm-up": ("C2", "^:", "without, warm-up"),
    "batch norm": ("C0", "o-", "batch norm"),
}


def draw(figure, result):
    """Medians and the middle 80 % of the runs; a run whose loss is no number stands at the top."""
    axes, guess = figure.subplots(), result["guess"]
    rates = result["rates"]
    for name, (color, look, label) in LOOKS.items():
        rows = [
            [2 * guess if v is None else min(max(v, 1e-3), 2 * guess) for v in row]
            for row in result["loss"][deep(result, name)]
        ]
        low, middle, high = numpy.quantile(rows, [0.1, 0.5, 0.9], axis=0)
        axes.fill_between(rates, low, high, color=color, alpha=0.15, linewidth=0)
        axes.plot(rates, middle, look, color=color, label=label)
    axes.axhline(guess, color=INK, linewidth=1, linestyle=":")
    axes.text(rates[0], guess * 1.1, "a guess", va="bottom")
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="learning rate (log scale)",
        ylabel="training loss (log scale)",
        ylim=(None, 8),
    )
    axes.set_xticks(rates, [f"{rate:g}" for rate in rates])
    axes.minorticks_off()
    axes.legend(loc="lower right", fontsize=11)


def draw_best(figure, result):
    """Every run's accuracy at its best rate."""
    axes = figure.subplots()
    places = {
        (name, depth): at
        for at, (depth, name) in enumerate((d, n) for d in depths(result) for n in ("none", "batch norm"))
    }
    for (name, depth), at in places.items():
        values = [value for value in result["picked"][f"{name}, {depth}"]["accuracy"] if value is not None]
        spread = numpy.linspace(-0.15, 0.15, len(values)) if values else []
        axes.plot(at + spread, values, LOOKS[name][1][0], color=LOOKS[name][0], alpha=0.45, markersize=5, linestyle="")
        if values:
            axes.plot([at - 0.25, at + 0.25], [numpy.mean(values)] * 2, color=LOOKS[name][0], linewidth=2.5)
    labels = [f"{'without' if name == 'none' else 'batch norm'},\n{depth} layers" for name, depth in places]
    axes.set_xticks(range(len(places)), labels)
    axes.set(ylabel="test accuracy in %", xlim=(-0.5, len(places) - 0.5))
