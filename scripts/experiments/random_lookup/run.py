"""Can a function that has learnt nothing win the public leaderboard?

A lookup function holds a random label for every possible input. Many of them are scored on the public test set,
and the best one is then scored on the private set. What chance alone does here is known exactly.
"""

from statistics import fmean

import numpy
import torch
from scipy.stats import binom

from scripts.evidence.chance import generator


def expected_best(functions, examples, chance_level):
    """The expected accuracy in percent of the best of many independent guessers, by the binomial distribution."""
    below = binom.cdf(numpy.arange(examples), examples, chance_level) ** functions
    return 100 * (1 - below).sum().item() / examples  # E[max] is the sum over k of P(max > k)


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
