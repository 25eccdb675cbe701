"""What does it look like when one of the three steps fails and the other two are sound?

The line of three_steps, with one step spoiled, repaired or enlarged. What needs no optimizer is
fitted in closed form, so that step 3 cannot be what differs.
"""

from collections import defaultdict
from statistics import fmean

import torch
from torch.nn.functional import huber_loss

from scripts.experiments.three_steps.columns import AGE, BMI, USUAL_BMI
from scripts.experiments.three_steps.patients import least_squares, load, split, with_one
from snippets.three_steps import gradient_descent, line, mean_squared_error

SETTINGS = {
    "150 training patients": {"train_size": 150},
    "20 slipped labels": {"slipped": 20},
    "labels of the wrong sign": {"slip": -1},
}


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=300,
    train_size=300,
    learning_rate=0.035,
    too_small=0.00035,
    slipped=10,
    slip=10,
    huber_delta=50.0,
):
    columns, scores = load(device)
    age, x = columns[:, AGE], columns[:, BMI] - USUAL_BMI
    inputs = {"constant": torch.ones_like(x)[:, None], "line": with_one(x), "age": with_one(age)}
    inputs |= {"parabola": with_one(x, x**2), "all_inputs": with_one(*columns.T)}
    error, gradient_left, slips_found = defaultdict(lambda: {"train": [], "test": []}), [], []
    for repeat in range(repeats):
        train, test = (part.to(device) for part in split(seed, repeat, len(scores), train_size))
        y, lines = scores[train], inputs["line"][train]
        labels = torch.cat([slip * y[:slipped], y[slipped:]])  # the order is random: random patients

        def squared(theta, x=x[train], y=y):
            return mean_squared_error(line(theta, x), y)

        def robust(theta, x=x[train], y=labels):
            return 2 * huber_loss(line(theta, x), y, delta=huber_delta)  # twice: squared, for small errors

        crawl = gradient_descent(squared, torch.zeros_like(lines[0]), too_small, steps)
        gradient = (crawl[[0, -1]] - least_squares(lines, y)) @ lines.T @ lines  # up to a factor
        gradient_left.append(gradient[1].norm() / gradient[0].norm())

        fitted = {name: (name, least_squares(inputs[name][train], y), y) for name in inputs}
        fitted["small_rate"] = "line", crawl[-1], y
        fitted["slipped"] = "line", least_squares(lines, labels), labels
        fitted["huber"] = "line", gradient_descent(robust, torch.zeros_like(lines[0]), learning_rate, steps)[-1], labels
        for name, (function, theta, wanted) in fitted.items():
            predicted = inputs[function] @ theta
            error[name]["train"].append(mean_squared_error(predicted[train], wanted).sqrt())
            error[name]["test"].append(mean_squared_error(predicted[test], scores[test]).sqrt())
        worst = (lines @ fitted["slipped"][1] - labels).abs().topk(slipped).indices
        slips_found.append((worst < slipped).double().mean())  # the slipped labels stand first
    return {
        "patients": len(scores),
        "error": error,
        "average_error": {
            name: {part: fmean(map(float, values)) for part, values in parts.items()} for name, parts in error.items()
        },
        "gradient_left": fmean(map(float, gradient_left)),
        "slips_found": fmean(map(float, slips_found)),
    }
