"""Which learning rate is best for each batch size, for equally many epochs and for equally many updates?"""

from inspect import signature

from scripts.evidence.chance import generator
from scripts.evidence.data import orders
from scripts.experiments.batch_size import run as published

GRIDS = {
    10: (0.05, 0.1, 0.2, 0.4),
    30: (0.1, 0.2, 0.4, 0.8),
    100: (0.2, 0.4, 0.8, 1.6),
    300: (0.2, 0.4, 0.8, 1.6, 3.2),
    1000: (0.2, 0.4, 0.8, 1.6, 3.2),
}


def run(device, seed, *, repeats=1):
    """{data, view, size: grid of rates, the error of each on held-out examples in percent, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    found = {}
    for name, load in published.DATA.items():
        x, y = load(device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known, new = order[:, : usual["examples"]], order[:, usual["examples"] :][:, : usual["held_out"]]
        for view in "epochs", "updates":
            for size, used in zip(usual["sizes"], usual[f"{name}_{view}"], strict=True):
                made = usual["updates"] if view == "updates" else usual["epochs"] * usual["examples"] // size
                scores = []
                for rate in GRIDS[size]:
                    nets = published.learn(x, y, seed, known, usual["hidden"], size, made, rate)
                    scores.append(100 - published.accuracy(nets, x, y, new.to(device)).mean().item())
                found[f"{name}, equal {view}, batches of {size}"] = {
                    "grid": list(GRIDS[size]),
                    "scores": scores,
                    "used": used,
                    "score": "validation error in percent",
                }
    return found
