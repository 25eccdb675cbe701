"""What does it look like when one of the three steps fails and the other two are sound?

The line of three_steps.py, with one step spoiled, repaired or enlarged. What needs no optimizer is
fitted in closed form, so that step 3 cannot be what differs.
"""

from collections import defaultdict
from statistics import fmean

import numpy
import torch
from torch.nn.functional import huber_loss

from scripts.evidence import Effect, Equivalence, Family
from scripts.experiments.three_steps import AGE, BMI, MATTERS, USUAL_BMI, least_squares, load, split, with_one
from snippets.three_steps import gradient_descent, line, mean_squared_error


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


def change(result, name, reference):
    """The test error of `name` against that of `reference`, in percent of the latter, split by split."""
    pairs = zip(result["error"][name]["test"], result["error"][reference]["test"], strict=True)
    return [100 * (ours / theirs - 1) for ours, theirs in pairs]


def claim_each_step_can_fail_alone(result):
    """Spoil any one of the three steps and the test error rises, although the other two are as good as before.

    Slot 01. Scope: a line in age instead of body-mass index; [[slipped]] of [[train_size]] training
    labels multiplied by [[slip]]; η = [[too_small]] instead of [[learning_rate]]. [[repeats]] random splits of the same
    [[patients]] patients; the intervals cover the drawing of the split.
    """
    spoiled = {"step 1 (input)": "age", "step 2 (labels)": "slipped", "step 3 (learning rate)": "small_rate"}
    worse = {step: change(result, name, "line") for step, name in spoiled.items()}
    return Family({step: Effect(values, "% test error", MATTERS) for step, values in worse.items()})


def claim_another_loss_repairs_the_second_step(result):
    """With the same slipped labels, the Huber loss gives a line as good as the one from clean labels.

    Slot 01. Scope: test error, Huber loss with δ = [[huber_delta:.0f]], [[slipped]] of [[train_size]]
    training labels multiplied by [[slip]]. [[repeats]] random splits of the same [[patients]] patients; the interval
    covers the drawing of the split.
    """
    return Equivalence(change(result, "huber", "line"), unit="% test error", delta=MATTERS)


def claim_more_functions_lower_the_test_error(result):
    """With the optimum found each time, a larger set of functions lowers the test error.

    Slot 01. Scope: the line made a parabola in the body-mass index, or linear in all inputs of the
    data; both fitted in closed form. [[repeats]] random splits of the same [[patients]] patients; the intervals cover
    the drawing of the split.
    """
    better = {"a parabola": change(result, "parabola", "line"), "all inputs": change(result, "all_inputs", "line")}
    return Family({name: Effect(values, "% test error", MATTERS, side=-1) for name, values in better.items()})


ROWS = {
    "line": "three sound steps",
    "age": "1 spoiled: age as input",
    "slipped": "2 spoiled: slipped labels",
    "small_rate": "3 spoiled: tiny rate",
    "huber": "slipped labels, Huber loss",
    "parabola": "1 larger: a parabola",
    "all_inputs": "1 larger: all inputs",
}


def draw(figure, result):
    """Training and test error with one step spoiled or replaced: mean, and the range of all splits."""
    figure.set_size_inches(5.2, 3.8)  # long names, to be read on a phone
    axes, errors = figure.subplots(), [result["error"][name] for name in ROWS]
    for part, color, marker, shift in ("train", "C1", "o", -0.17), ("test", "C0", "s", 0.17):
        rows = numpy.arange(len(ROWS)) + shift
        axes.hlines(rows, [min(e[part]) for e in errors], [max(e[part]) for e in errors], color=color, alpha=0.5)
        axes.plot([fmean(e[part]) for e in errors], rows, marker, color=color)
    slipped = result["average_error"]["slipped"]
    axes.text(slipped["train"], 2 + 0.2, "training", color="C1", ha="center", va="center")
    axes.text(slipped["test"], 2 - 0.2, "test", color="C0", ha="center", va="center")
    axes.set(xscale="log", xlabel="error (log scale)", ylim=(len(ROWS) - 0.4, -0.6))
    axes.set_yticks(range(len(ROWS)), ROWS.values())
    axes.set_xticks([50, 100, 200, 400], ["50", "100", "200", "400"])
    axes.minorticks_off()
    axes.grid(axis="y", visible=False)
