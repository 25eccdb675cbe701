"""What a spoiled, a repaired and an enlarged step do to the test error."""

from statistics import fmean

import numpy

from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.experiments.three_steps.show import MATTERS


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
