"""Which learning rate gives plain networks that start as the identity the smallest training loss? Half, double."""

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
    ((depth, rate),) = usual["plain_identity"]
    grid, scores = [factor * rate for factor in FACTORS], []
    for each in grid:
        generators = [generator(seed, repeat, 1, depth) for repeat in range(repeats)]
        layers = published.start("plain_identity", depth, usual["width"], x.shape[1], generators, device)
        order = batches(list(parts["train"].cpu()), usual["batch"], usual["steps"], generators).to(device)
        found = published.fit(layers, False, x, y, parts, order, each, usual["steps"])[-1]["train_loss"]
        scores.append(None if None in found else fmean(found))
    name = f"learning rate, plain from the identity, {depth} layers"
    return {name: {"grid": grid, "scores": scores, "used": rate, "score": "training loss"}}
