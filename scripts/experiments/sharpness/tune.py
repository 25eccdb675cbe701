"""At which learning rate does each batch size test best on held-out examples, once it has reached the training loss?"""

from inspect import signature

from scripts.evidence.chance import generator
from scripts.evidence.data import orders
from scripts.experiments.batch_size.run import accuracy
from scripts.experiments.sharpness import run as published

GRIDS = {
    ("signals", "small"): (0.05, 0.1, 0.2),
    ("signals", "large"): (0.4, 0.8, 1.5, 3.0),
    ("digits", "large"): (0.2, 0.4, 0.8, 1.6),
}


def run(device, seed, *, repeats=2):
    """{data, size: grid of rates, the validation error of each in percent, None where a run did not arrive}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    found = {}
    for (name, arm), grid in GRIDS.items():
        x, y = published.DATA[name](device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        examples = usual[f"{name}_examples"]
        known, new = order[:, :examples], order[:, examples:][:, : usual["held_out"]]
        scores = []
        for rate in grid:
            how = usual["hidden"], usual[arm], rate, usual[f"{name}_goal"], usual["steps"]
            kept, made = published.learn(x, y, seed, known, *how)
            error = 100 - accuracy(kept, x, y, new.to(device)).mean().item()
            scores.append(None if None in made else error)
        found[f"learning rate, {name}, {arm} batches"] = {
            "grid": list(grid),
            "scores": scores,
            "used": usual[f"{name}_own"] if arm == "large" else usual["rate"],
            "score": "validation error in percent",
        }
    return found
