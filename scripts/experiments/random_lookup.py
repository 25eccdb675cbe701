"""Can a function that has learnt nothing win the public leaderboard?

A lookup function holds a random label for every possible input. Many of them are scored on the public test set,
and the best one is then scored on the private set. What chance alone does here is known exactly.
"""

from statistics import fmean

import torch
from scipy.stats import binom

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Family
from scripts.style import INK


def expected_best(functions, examples, chance_level):
    """The expected accuracy in percent of the best of many independent guessers, by the binomial distribution."""
    below = [binom.cdf(k, examples, chance_level) ** functions for k in range(examples)]
    return 100 * sum(1 - share for share in below) / examples  # E[max] is the sum over k of P(max > k)


def run(device, seed, *, repeats=200, counts=(1, 10, 100, 1000, 10000), classes=10, public=100, private=1000):
    best = {"public": [], "private": []}
    for repeat in range(repeats):
        chance = generator(seed, repeat)
        truth = torch.randint(classes, (public + private,), generator=chance, dtype=torch.uint8).to(device)
        guesses = torch.randint(classes, (counts[-1], public), generator=chance, dtype=torch.uint8).to(device)
        scores = (guesses == truth[:public]).sum(1)
        winners = [scores[:count].argmax().item() for count in counts]
        unseen = {
            winner: torch.randint(classes, (private,), generator=chance).to(device) for winner in sorted({*winners})
        }
        best["public"].append([100 * scores[winner].item() / public for winner in winners])
        best["private"].append([100 * (unseen[winner] == truth[public:]).double().mean().item() for winner in winners])
    columns = {part: [list(column) for column in zip(*rows, strict=True)] for part, rows in best.items()}
    return {
        "score": columns,  # public, private: (counts, repeats), in percent
        "mean": {part: [fmean(column) for column in rows] for part, rows in columns.items()},
        "expected": [expected_best(count, public, 1 / classes) for count in counts],
        "expected_larger": [expected_best(count, 100 * public, 1 / classes) for count in counts],
        "larger": 100 * public,
        "chance": 100 / classes,
        "counts": counts,
        "functions": counts[-1],
    }


TWICE_CHANCE = (
    10.0  # points: so far above chance that a leaderboard would take it for a model that has learnt something
)
SAME = 1.0  # points: one example of the public set


def claim_one_of_many_lookup_functions_wins(result):
    """Among enough random lookup functions one does well on the public set, and as badly as all others elsewhere.

    Slot 09. Scope: public minus private accuracy of the best of [[functions:,]] functions; [[public]] public and
    [[private:,]] private examples, [[classes]] classes; [[repeats]] repeats, everything drawn anew.
    """
    rows = zip(result["score"]["public"][-1], result["score"]["private"][-1], strict=True)
    return Effect([public - private for public, private in rows], unit="points", delta=TWICE_CHANCE)


def claim_the_winner_is_as_good_as_the_binomial_says(result):
    """The public accuracy of the winner is that of the largest of as many binomial numbers.

    Slot 09. Scope: measured less exact expectation; [[public]] public examples, [[classes]] classes; [[repeats]]
    repeats, everything drawn anew.
    """
    rows = zip(result["counts"], result["score"]["public"], result["expected"], strict=True)
    return Family(
        {f"best of {n}": Equivalence([value - exact for value in row], "points", SAME) for n, row, exact in rows}
    )


def claim_the_private_score_of_the_winner_is_chance(result):
    """On the private set the winner is as good as chance.

    Slot 09. Scope: best of [[functions:,]] functions; private accuracy less that of a guess; [[private:,]] private
    examples; [[repeats]] repeats, everything drawn anew.
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
