"""Which learning rate gives each network the smallest training loss? The rate in use, its half and its double."""

from inspect import signature
from statistics import fmean

from scripts.evidence.chance import generator
from scripts.experiments.depth import run as published
from snippets.ensemble import batches

FACTORS = 0.5, 1.0, 2.0


def run(device, seed, *, repeats=2):
    """{network: grid of rates, mean training loss of each, None where a run diverged, and the rate that is used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y, parts = published.load(device, seed, repeats, usual["train_size"])
    choices = {}
    for kind in published.KINDS:
        for depth, rate in usual[kind]:
            grid, scores = [factor * rate for factor in FACTORS], []
            for each in grid:
                generators = [generator(seed, repeat, 1, depth) for repeat in range(repeats)]
                layers = published.start(kind, depth, usual["width"], x.shape[1], generators, device)
                order = batches(list(parts["train"].cpu()), usual["batch"], usual["steps"], generators).to(device)
                skip, _ = published.KINDS[kind]
                found = published.fit(layers, skip, x, y, parts, order, each, usual["steps"])[-1]["train_loss"]
                scores.append(None if None in found else fmean(found))
            choices[f"learning rate, {kind.replace('_', ' ')}, {depth} layers"] = {
                "grid": grid,
                "scores": scores,
                "used": rate,
                "score": "training loss",
            }
    return choices
