"""Which learning rate gives each network the smallest training loss? The rate in use, its half and its double."""

from inspect import signature
from statistics import fmean

import torch

from scripts.evidence.chance import generator
from scripts.experiments.depth import run as published
from snippets.ensemble import batches

FACTORS = 0.5, 1.0, 2.0
NAMES = {
    "plain": "plain",
    "plain_identity": "plain from the identity",
    "residual": "skip connections",
    "plain_norm": "plain, batch normalization",
    "residual_norm": "skip connections, batch normalization",
}


def run(device, seed, *, repeats=1):
    """{network: grid of rates, mean training loss of each, None where a run diverged, and the rate that is used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y, parts = published.load(device, seed, repeats, usual["train_size"])
    parts = {part: rows.repeat(len(FACTORS), 1) for part, rows in parts.items()}
    choices = {}
    for kind, (skip, _) in published.KINDS.items():
        for depth, rate in usual[kind]:
            grid = [factor * rate for factor in FACTORS]  # at once: the same networks and batches at each rate
            rates = torch.tensor(grid, device=device).repeat_interleave(repeats)
            generators = [generator(seed, repeat, 1, depth) for _ in grid for repeat in range(repeats)]
            layers = published.start(kind, depth, usual["width"], x.shape[1], generators, device)
            order = batches(list(parts["train"].cpu()), usual["batch"], usual["steps"], generators).to(device)
            found = published.fit(layers, skip, x, y, parts, order, rates, usual["steps"])[-1]["train_loss"]
            own = [found[place : place + repeats] for place in range(0, len(found), repeats)]
            choices[f"learning rate, {NAMES[kind]}, {depth} layers"] = {
                "grid": grid,
                "scores": [None if None in losses else fmean(losses) for losses in own],
                "used": rate,
                "score": "training loss",
            }
    return choices
