"""How well the best of many random functions scores, where it was chosen and elsewhere."""

from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

TWICE_CHANCE = (
    10.0  # points: so far above chance that a leaderboard would take it for a model that has learnt something
)
SAME = 1.0  # points: one example of the public set


def claim_one_of_many_lookup_functions_wins(result):
    """Among enough random lookup functions one does well on the public set, and as badly as all others elsewhere.

    Slot 09. Known: a theorem. Scope: public minus private accuracy of the best of [[functions:,]] functions; [[public]]
    public and [[private:,]] private examples, [[classes]] classes; [[repeats]] repeats, everything drawn anew.
    """
    rows = zip(result["score"]["public"][-1], result["score"]["private"][-1], strict=True)
    return Effect([public - private for public, private in rows], unit="points", delta=TWICE_CHANCE)


def claim_the_winner_is_as_good_as_the_binomial_says(result):
    """The public accuracy of the winner is that of the largest of as many binomial numbers.

    Slot 09. Known: a theorem. Scope: measured less exact expectation; [[public]] public examples, [[classes]] classes;
    [[repeats]] repeats, everything drawn anew.
    """
    rows = zip(result["counts"], result["score"]["public"], result["expected"], strict=True)
    return Family(
        {f"best of {n}": Equivalence([value - exact for value in row], "points", SAME) for n, row, exact in rows}
    )


def claim_the_private_score_of_the_winner_is_chance(result):
    """On the private set the winner is as good as chance.

    Slot 09. Known: by symmetry. Scope: best of [[functions:,]] functions; private accuracy less that of a guess;
    [[private:,]] private examples; [[repeats]] repeats, everything drawn anew.
    """
    return Equivalence([value - result["chance"] for value in result["score"]["private"][-1]], "points", SAME)


def draw(figure, result):
    axes = figure.subplots()
    for part, (color, marker) in {"public": ("C1", "o"), "private": ("C0", "s")}.items():
        rows = [sorted(row) for row in result["score"][part]]
        low, high = ([row[round(share * (len(row) - 1))] for row in rows] for share in (0.05, 0.95))
        means = result["mean"][part]
        spread = [[m - a for m, a in zip(means, low, strict=True)], [b - m for m, b in zip(means, high, strict=True)]]
        axes.errorbar(
            result["counts"], means, spread, color=color, marker=marker, markersize=7, capsize=4, linestyle="none"
        )
    note = {"textcoords": "offset points", "ha": "center"}
    middle = result["counts"][2]
    axes.annotate("best public score", (middle, result["mean"]["public"][2]), (-20, 34), color="C1", **note)
    axes.annotate("private score of the same function", (middle, result["chance"]), (0, -32), color="C0", **note)
    axes.plot(result["counts"], result["expected"], color="C1", linewidth=1.2, zorder=1)
    axes.axhline(result["chance"], color=INK, linewidth=1, linestyle=":")
    axes.set_xscale("log")
    axes.set_ylim(0, 27)
    axes.set(xlabel="random lookup functions to choose from", ylabel="accuracy (%)")
