"""Test errors on both sides of the threshold, without and with ridge."""

import math

from scripts.evidence.marks import geometric_curve
from scripts.evidence.rule import Effect, Family, Identity
from scripts.evidence.style import INK

DIGITS = {"clean": ("C0", "o"), "noisy": ("C1", "s"), "noisier": ("C2", "^")}  # colour and marker

HIGHER, LOWER = "×", "× lower"


def compare(result, key, above, below, curves=("error", "error")):
    """Log ratios of a task's errors at two places, one for each repeat."""
    task = result[key]
    columns = [task["features"].index(task["places"][place]) for place in (above, below)]
    rows = zip(task[curves[0]], task[curves[1]], strict=True)
    return [math.log(first[columns[0]] / second[columns[1]]) for first, second in rows]


def family(result, keys, above, below, delta, unit, curves=("error", "error")):
    members = {result[key]["name"]: compare(result, key, above, below, curves) for key in keys}
    return Family({name: Effect(values, unit, delta, ratio=True) for name, values in members.items()})


def claim_too_few_features(result):
    """Up to the first valley, more features lower the test error.

    Slot 08. Scope: [[clean.places.start]] features against the valley; [[examples]] digits, random ReLU features,
    shortest least-squares fit, [[repeats]] splits of the same file, and draws of features.
    """
    return family(result, DIGITS, "start", "valley", 1.5, HIGHER)


def claim_too_many_features(result):
    """From the first valley up to as many features as training examples, more features raise the test error.

    Slot 08. Scope: [[examples]] features against the valley; [[examples]] digits, random ReLU features, shortest
    least-squares fit, [[repeats]] splits of the same file, and draws of features.
    """
    return family(result, DIGITS, "threshold", "valley", 1.5, HIGHER)


def claim_training_data_are_fitted(result):
    """With some more features than training examples the training loss is zero, whatever the labels.

    Slot 08. Scope: [[fitted_from]] features or more for [[examples]] digits, random ReLU features; largest training
    loss over [[repeats]] draws, with true and with redrawn labels.
    """
    return Identity(error=result["largest_loss_beyond"], tolerance=1e-12, unit="largest loss")


def claim_second_descent(result):
    """Past as many features as training examples, the test error comes down again.

    Slot 08. Scope: [[examples]] features against [[clean.places.far]]; [[examples]] digits, random ReLU features,
    shortest least-squares fit, [[repeats]] splits of the same file, and draws of features.
    """
    return family(result, DIGITS, "threshold", "far", 1.5, LOWER)


def claim_polynomials_descend_too(result):
    """Far past the threshold, the test loss of polynomials comes down again.

    Slot 08. Figure: polynomials. Scope: [[polynomials.places.twice]] features against [[polynomials.places.far]];
    [[points]] noisy examples of a smooth curve, shortest least-squares fit, [[point_draws]] draws.
    """
    values = [ratio / math.log(10) for ratio in compare(result, "polynomials", "twice", "far")]
    return Effect(values, unit="powers of ten", delta=0.2)


def claim_second_descent_beats_the_valley(result):
    """The largest model has a lower test error than the first valley.

    Slot 08. Scope: places of the valleys fixed with other seeds; shortest least-squares fits of digits on [[examples]]
    examples, [[repeats]] draws, and of a noisy curve on [[points]], [[point_draws]] draws.
    """
    return family(result, (*DIGITS, "polynomials"), "valley", "far", 1.1, LOWER)


def claim_ridge_removes_the_peak(result):
    """A ridge penalty picked on validation data lowers the error at the threshold.

    Slot 08. Figure: ridge. Scope: shortest fit against ridge at as many features as examples; [[examples]] training and
    [[validation]] validation digits with labels of the same kind, [[repeats]] draws.
    """
    return family(result, DIGITS, "threshold", "threshold", 1.5, LOWER, ("error", "ridge"))


def claim_with_ridge_larger_is_better(result):
    """With the ridge penalty picked on validation data, the largest model beats the one at the first valley.

    Slot 08. Figure: ridge. Scope: both with ridge; [[examples]] training and [[validation]] validation digits,
    [[repeats]] draws.
    """
    return family(result, DIGITS, "valley", "far", 1.1, LOWER, ("ridge", "ridge"))


def claim_effective_parameters_fall(result):
    """Past the threshold, a model with more parameters has fewer effective ones: its variance falls.

    Slot 08. Figure: effective. Scope: twice as many features as examples against the largest model; exact given the
    inputs, [[repeats]] splits of the same digits, and features, [[point_draws]] of the curve's inputs.
    """
    ratios = {}
    for name, key in {"digits": "clean", "polynomials": "polynomials"}.items():  # no label enters here
        values = compare(result, key, "twice", "far", ("effective", "effective"))
        ratios[name] = Effect([value / math.log(10) for value in values], "powers of ten", 0.2)
    return Family(ratios)


def threshold(axes, examples, label):
    axes.axvline(examples, color=INK, linewidth=1, linestyle=":")
    axes.text(examples, 1.0, label, ha="center", va="bottom", transform=axes.get_xaxis_transform())


def error_rates(figure, result, kind):
    axes = figure.subplots()
    for key, (color, marker) in DIGITS.items():
        task = result[key]
        label = task["name"].removesuffix(" labels")
        geometric_curve(axes, task["features"], task[kind], color, marker, label, -1, (0, -15), "right")
    threshold(axes, task["places"]["threshold"], "features = examples")
    axes.set(xscale="log", yscale="log", ylim=(3, 100), yticks=[3, 10, 30, 100], yticklabels=[3, 10, 30, 100])
    axes.set(xlabel="number of features (log scale)", ylabel="test error in % (log scale)")


def draw(figure, result):
    error_rates(figure, result, "error")


def draw_ridge(figure, result):
    error_rates(figure, result, "ridge")


def draw_polynomials(figure, result):
    axes, task = figure.subplots(), result["polynomials"]
    x = task["features"]
    geometric_curve(axes, x, task["error"], "C0", "o", "test loss", x.index(100), (8, 3), "left")
    axes.axhline(task["typical"]["error"]["valley"], color=INK, linewidth=1, linestyle="--")
    axes.text(x[0], task["typical"]["error"]["valley"] * 0.8, "first valley", va="top")
    threshold(axes, task["places"]["threshold"], "features = examples")
    axes.set(xscale="log", yscale="log", ylim=(0.05, 1000), xlabel="number of features (log scale)")
    axes.set(ylabel="test loss (log scale)")


def draw_effective(figure, result):
    axes = figure.subplots()
    labels = ("C0", "o", "digits", "clean", 5, (-8, 7)), ("C1", "s", "polynomials", "polynomials", -1, (0, -15))
    for color, marker, name, key, at, offset in labels:
        x = [count / result[key]["places"]["threshold"] for count in result[key]["features"]]
        geometric_curve(axes, x, result[key]["effective"], color, marker, name, at, offset, "right")
    threshold(axes, 1, "features = examples")
    axes.set(xscale="log", yscale="log", ylim=(0.8, 1e6), xlabel="features per training example (log scale)")
    axes.set(ylabel="effective parameters (log scale)")
