"""Which learning rates give the best accuracy on validation signals of the own classes?"""

from inspect import signature

from scripts.experiments.pretraining import run as published

GRID = 0.0003, 0.001, 0.003, 0.01, 0.03


def run(device, seed, *, repeats=2):
    """{start: grid of rates, mean validation error in percent of each, and the rate that is used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    x, y = published.signals(device)
    sizes = usual["target"], usual["validation"], usual["test"]
    before, parts = published.split(y, seed, repeats, usual["target_classes"], sizes, usual["source"])
    rows, validation_rows, _ = parts
    batch_size = usual["batch_size"]
    how = usual["hidden"], usual["pretraining_steps"], batch_size, usual["pretraining_rate"]
    begun, choices = published.begin(x, y, before, seed, *how), {}
    for arm, used in usual["rates"]:
        scores = []
        for rate in GRID:
            parameters = [part.detach().clone().requires_grad_() for part in begun[arm]]
            answer = published.learn(parameters, x, y, rows, seed, usual["steps"], batch_size, rate)
            scores.append(100 - published.measure(answer, x, y, validation_rows)[1].mean())
        choices[f"learning rate, {arm}"] = {
            "grid": list(GRID),
            "scores": scores,
            "used": used,
            "score": "validation error in %",
        }
    return choices
