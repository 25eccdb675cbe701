"""Which largest rate ends at the least validation loss, with each schedule, in the published setting and in others?"""

from inspect import signature

import torch

from scripts.experiments.schedule_rates import run as published

RATES = (
    0.01,
    0.014,
    0.02,
    0.028,
    0.04,
    0.057,
    0.08,
    0.113,
    0.16,
    0.226,
    0.32,
    0.453,
    0.64,
    0.9,
    1.28,
    1.81,
    2.56,
    3.62,
    5.12,
)
ADAMS = (0.001, 0.0014, 0.002, 0.0028, 0.004, 0.0057, 0.008, 0.011, 0.016, 0.023, 0.032)
TRIED = 5  # rates of a grid
BEGIN = {  # the first rate of each grid; where a setting names none, as published
    "as published": {
        "constant": 0.014,
        "step": 0.028,
        "cosine": 0.04,
        "cosine_tenth": 0.04,
        "linear": 0.04,
        "inverse_root": 0.057,
        "stable": 0.028,
        "plateau": 0.014,
        "free": 0.32,
        "half_linear": 0.04,
    },
    "batches of 100": {
        "constant": 0.057,
        "step": 0.113,
        "cosine": 0.16,
        "cosine_tenth": 0.16,
        "linear": 0.16,
        "inverse_root": 0.226,
        "stable": 0.113,
        "plateau": 0.08,
        "free": 1.28,
        "half_linear": 0.16,
    },
    "half as many steps": {"inverse_root": 0.028, "plateau": 0.02},
    "twice as many steps": {
        "constant": 0.01,
        "step": 0.02,
        "cosine": 0.028,
        "cosine_tenth": 0.028,
        "linear": 0.028,
        "inverse_root": 0.08,
        "stable": 0.02,
        "plateau": 0.02,
        "free": 0.32,
    },
    "one hidden layer": {
        "constant": 0.02,
        "step": 0.057,
        "cosine": 0.057,
        "cosine_tenth": 0.057,
        "linear": 0.057,
        "inverse_root": 0.08,
        "stable": 0.04,
        "plateau": 0.04,
        "free": 0.9,
        "half_linear": 0.057,
    },
    "digits, noisy labels": {
        "constant": 0.01,
        "step": 0.02,
        "cosine": 0.02,
        "cosine_tenth": 0.02,
        "linear": 0.02,
        "inverse_root": 0.014,
        "stable": 0.01,
        "plateau": 0.014,
        "free": 0.226,
        "half_linear": 0.04,
    },
    "Adam": {
        "constant": 0.002,
        "step": 0.004,
        "cosine": 0.004,
        "cosine_tenth": 0.004,
        "linear": 0.004,
        "inverse_root": 0.0057,
        "stable": 0.0028,
        "plateau": 0.0028,
        "free": 0.008,
        "half_linear": 0.004,
    },
}


def grid(setting, name):
    begin = (BEGIN["as published"] | BEGIN[setting])[name]
    rates = ADAMS if setting == "Adam" else RATES
    return rates[rates.index(begin) :][:TRIED]


def run(device, seed, *, repeats=1):
    """{setting, schedule: grid of rates, the validation loss at the end of each, and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    found = {}
    for setting, changed in {"as published": {}, **published.SETTINGS}.items():
        asked = usual | changed
        grids = {name: grid(setting, name) for name in BEGIN["as published"]}
        scores = tried(device, seed, repeats, grids, asked)
        for name, losses in scores.items():
            found[f"{setting}: {name}"] = {
                "grid": [*grids[name]],
                "scores": published.numbers(losses),
                "used": asked[name],
                "score": "validation loss",
            }
    return found


def tried(device, seed, repeats, grids, asked):
    """{schedule: the validation loss of each rate of its grid, averaged over repeats}"""
    sizes = (asked[name] for name in ("data", "made", "examples", "held_out", "label_noise"))
    task = published.Task(device, seed, repeats, *sizes)
    how = asked["hidden"], asked["batch_size"]
    steps, rule, found = asked["steps"], asked["rule"], {}

    def score(parameters):
        return task.judge(parameters, task.chosen_by)[0].mean(1)

    def plain(names, steps):
        plan = [(name, rate) for name in names for rate in grids[name]]
        factors = published.shapes(steps, asked["cooldown"], asked["scale"])
        factors["half_linear"] = factors["linear"]
        parameters, _ = published.train(task, plan, *how, steps, rule, factors)
        found.update(zip(names, score(parameters).split(len(grids[names[0]])), strict=True))

    plain([name for name in grids if name not in ("plateau", "free", "half_linear")], steps)
    plain(["half_linear"], steps // 2)
    start, order = task.start(*how, steps)
    rates = torch.tensor([grids["plateau"]] * steps, device=device)
    watch = published.on_plateau(task, grids["plateau"], asked["checks"], asked["patience"], steps)
    found["plateau"] = score(published.learn(task, start, order, rates, rule, watch)[0])
    rates = torch.tensor([grids["free"]] * steps, device=device)
    found["free"] = score(published.learn(task, start, order, rates, f"free {rule}")[0])
    return found
