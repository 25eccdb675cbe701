"""What was tried on the tuning seeds, and what was chosen."""

from statistics import fmean

TUNING_SEEDS = range(10)
INTERIOR, EDGE = "interior", "edge"


def tuned(by_seed):
    """The choices over all tuning seeds.

    by_seed: for each seed what the run of a tune.py returns, {choice: grid, scores (lower is better; None for a run
    that diverged), used, and what the score is}. The chosen value has the least mean score; it lies at an edge of its
    grid, or in the interior.
    """
    choices = {}
    for found in by_seed:
        check(found, by_seed[0])
    for name, first in by_seed[0].items():
        scores = [list(column) for column in zip(*(found[name]["scores"] for found in by_seed), strict=True)]
        means = [None if None in column else fmean(column) for column in scores]
        finished = [place for place, mean in enumerate(means) if mean is not None]
        if not finished:
            raise ValueError(f"{name}: every value of the grid diverged with some seed: take a wider grid")
        best = min(finished, key=means.__getitem__)
        choices[name] = {
            "score": first["score"],
            "grid": first["grid"],
            "scores": scores,  # (grid, seeds)
            "mean": means,
            "chosen": first["grid"][best],
            "used": first["used"],
            "where": EDGE if best in (0, len(means) - 1) else INTERIOR,
        }
    return {"seeds": list(TUNING_SEEDS), "choices": choices}


def check(found, first):
    """Raise ValueError for what one seed found, where it is not what the docstring of `tuned` says."""
    for name, choice in found.items():
        grid, scores = choice.get("grid"), choice.get("scores")
        if not (isinstance(grid, list) and len(grid) > 1 and all(isinstance(value, int | float) for value in grid)):
            raise ValueError(f"{name}: its grid is a list of two numbers or more")
        if grid != sorted(set(grid)) or choice.get("used") not in grid:
            raise ValueError(f"{name}: its grid rises, and holds what is used")
        if name not in first or grid != first[name]["grid"] or not isinstance(scores, list) or len(scores) != len(grid):
            raise ValueError(f"{name}: every seed has the same grid, and a score for each of its values")
        if not isinstance(choice.get("score"), str):
            raise ValueError(f"{name}: say what its scores are, in words: 'score': 'training loss'")
