"""Minima of small networks, as critical points of larger ones."""

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family, Identity, Proportion

HALF = 0.5
ONE = 1.0


def claim_a_critical_point_stays_one(result):
    """With units that are all zero added, a critical point stays a critical point of the larger network.

    Slot 16. Known: Fukumizu and Amari. Scope: the largest gradient after [[units.0]] to [[units.3]] units have been
    made six, over [[repeats]] data sets.
    """
    return Identity(max(map(max, result["gradient"])), 2e-9, "norm")


def claim_a_minimum_becomes_a_saddle(result):
    """The best minimum of a small network is a saddle of the network with one unit more, in most data sets.

    Slot 16. Scope: the best of [[each]] starts, all eigenvalues positive; with one dead unit one is negative. L2 of
    [[decay]]; [[repeats]] data sets.
    """
    members = {}
    for units, own, larger in zip(result["units"], result["own_index"], result["next_index"], strict=True):
        saddles = sum(before == 0 and after > 0 for before, after in zip(own, larger, strict=True))
        members[f"{units} unit{'s' * (units > 1)}"] = Proportion(saddles, len(own), HALF)
    return Family(members)


def claim_poorer_minima_have_more_ways_down(result):
    """In the larger network, the minimum of the smallest has more negative eigenvalues than that of the largest.

    Slot 16. Scope: [[units.0]] unit against [[units.3]], in the network with six. The smaller of two is never better.
    [[repeats]] data sets.
    """
    return Effect(minus(result["index"][0], result["index"][-1]), "negative eigenvalues", ONE)


def draw(figure, result):
    """Loss against the number of negative eigenvalues in six units, a colour and a marker for each smaller size."""
    axes = figure.subplots()
    for place, (units, marker) in enumerate(zip(result["units"], "osD^", strict=False)):
        index, loss = result["index"][place], result["loss"][place]
        x = [own + 0.05 * (number % 7 - 3) for number, own in enumerate(index)]
        label = f"{units} unit{'s' * (units > 1)}"
        axes.plot(x, loss, marker, color=f"C{place}", alpha=0.6, markersize=4, markeredgewidth=0, label=label)
    axes.set(yscale="log", xlabel="negative eigenvalues, as a point of the network with six units")
    axes.set_ylabel("training loss (log scale)")
    axes.set_yticks([0.02, 0.05, 0.1, 0.2, 0.5], ["0.02", "0.05", "0.1", "0.2", "0.5"])
    axes.minorticks_off()
    axes.legend(loc="upper left", fontsize=11, title="best minimum of", title_fontsize=11)
