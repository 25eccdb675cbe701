"""How far the worst of several starts ends above the best, by width."""

from scripts.evidence.rule import Proportion

MORE = 1.25  # times the loss of the best start
TENTH = 0.1


def share_above(result, place):
    values = result["worst_over_best"][place]
    return sum(value > MORE for value in values), len(values)


def claim_a_narrow_network_depends_on_its_start(result):
    """In a narrow network, poor local minima are met: more than a tenth of the data sets have a start that ends a
    quarter higher than the best.

    Slot 16. Scope: [[widths.0]] hidden units, [[each]] starts on each data set, all run until the gradient is zero.
    [[repeats]] data sets.
    """
    return Proportion(*share_above(result, 0), TENTH)


def claim_a_wide_one_does_not(result):
    """In a wide network, less than a tenth of the data sets have such a start.

    Slot 16. Scope: the widest of those drawn, the same data and number of starts. [[repeats]] data sets.
    """
    return Proportion(*share_above(result, -1), TENTH, side=-1)


def draw(figure, result):
    """Each data set's worst start over its best, by width."""
    axes = figure.subplots()
    for place, values in enumerate(result["worst_over_best"]):
        x = [place + 0.05 * (number % 7 - 3) for number in range(len(values))]
        axes.plot(x, values, "o", color="C0", alpha=0.5, markersize=4, markeredgewidth=0)
    axes.axhline(MORE, color="C1", linewidth=1.5, linestyle="--")
    axes.text(len(result["widths"]) - 0.9, MORE * 1.03, "a quarter more", color="C1", ha="right", va="bottom")
    axes.set_xticks(range(len(result["widths"])), result["widths"])
    axes.set(yscale="log", xlabel="hidden units", ylabel="loss of the worst start\n/ of the best (log scale)")
    axes.set_yticks([1, 2, 5, 10], ["1", "2", "5", "10"])
    axes.minorticks_off()
