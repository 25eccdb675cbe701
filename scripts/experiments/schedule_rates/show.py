"""The loss at the end with each schedule at its own best rate, and what a comparison at one common rate makes of it."""

import math

import numpy

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

MATTERS = 1.05  # times the loss: what a tenth more steps bring here, or more
AS_LOW = 1.1
POINTS = 2.0  # of accuracy
LEAST = 1.01
GUESS = math.log(10)


def ratio(result, above, below):
    """Log ratios of the losses of two arms; a run whose loss is no number, or worse than a guess, counts as a guess."""
    arms = result["own"] | result["others"]
    rows = ([capped(loss) for loss in arms[arm]["loss"]] for arm in (above, below))
    return log_ratios(*rows)


def capped(loss):
    return GUESS if loss is None else min(loss, GUESS)


def claim_decay_ends_lower(result):
    """A learning rate that falls to zero, or is cooled down at the end, ends at a lower loss than a constant one.

    Slot 41. Scope: loss on examples never used before, after [[steps]] steps of SGD with momentum, each at its own best
    rate, found with other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    return Family(
        {
            words: Effect(ratio(result, "constant", name), unit="× lower", delta=MATTERS, ratio=True)
            for name, words in (("linear", "linear to zero"), ("stable", "cooled down at the end"))
        }
    )


def claim_decay_is_more_accurate(result):
    """So it is more accurate: linear to zero against a constant rate.

    Slot 41. Scope: examples never used before, after [[steps]] steps of SGD with momentum, each at its own best rate,
    found with other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    own = result["own"]
    gains = minus(own["linear"]["accuracy"], own["constant"]["accuracy"])
    return Effect(gains, unit="points of accuracy", delta=POINTS)


def claim_a_late_cooldown_is_as_low(result):
    """A stable run that is cooled down in its last fifth ends as low as one that falls to zero all along.

    Slot 41. Scope: the last [[cooldown:.0%]] of [[steps]] steps against linear to zero, each at its own best rate;
    ten percent of the loss is what we would pay for not having to know the length. [[repeats]] splits of the same
    examples, and initializations.
    """
    return Equivalence(ratio(result, "stable", "linear"), unit="× the loss", delta=AS_LOW, ratio=True)


def claim_one_stable_run_serves_a_shorter_length(result):
    """Cooled down already at half the length, the same stable run ends as low as linear to zero tuned for that length.

    Slot 41. Scope: [[half_steps]] steps; the stable run keeps the rate that is best for [[steps]]. [[repeats]] splits
    of the same examples, and initializations.
    """
    return Equivalence(ratio(result, "half, stable", "half, linear"), unit="× the loss", delta=AS_LOW, ratio=True)


def claim_to_zero_ends_lower_than_to_a_tenth(result):
    """Linear to zero ends lower than a cosine to a tenth.

    Slot 41. Figure: more. Scope: after [[steps]] steps, each at its own best rate, found with other seeds; one percent
    of the loss matters, about what was reported for language models. [[repeats]] splits of the same examples, and
    initializations.
    """
    return Effect(ratio(result, "cosine_tenth", "linear"), unit="× lower", delta=LEAST, ratio=True)


def claim_early_cuts_end_higher(result):
    """Cut to a tenth at half of the run and again at three quarters, it ends higher than linear to zero.

    Slot 41. Figure: more. Scope: after [[steps]] steps, each at its own best rate, found with other seeds.
    [[repeats]] splits of the same examples, and initializations.
    """
    return Effect(ratio(result, "step", "linear"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_on_plateau_ends_higher(result):
    """ReduceLROnPlateau ends higher than linear to zero.

    Slot 41. Figure: more. Scope: torch's default factor of a tenth, [[checks]] checks of the validation loss in
    [[steps]] steps, a patience of [[patience]]; each at its own best rate, found with other seeds. [[repeats]] splits
    of the same examples, and initializations.
    """
    return Effect(ratio(result, "plateau", "linear"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_schedule_free_beats_a_constant_rate(result):
    """Schedule-free averaging ends lower than a constant rate.

    Slot 41. Figure: more. Scope: schedule-free SGD without warm-up, β as the momentum, after [[steps]] steps,
    each at its own best rate, found with other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    return Effect(ratio(result, "constant", "free"), unit="× lower", delta=MATTERS, ratio=True)


def claim_schedule_free_is_as_low_as_linear(result):
    """Schedule-free averaging ends as low as linear to zero.

    Slot 41. Figure: more. Scope: schedule-free SGD without warm-up, β as the momentum, after [[steps]] steps,
    each at its own best rate, found with other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    return Equivalence(ratio(result, "free", "linear"), unit="× the loss", delta=AS_LOW, ratio=True)


def claim_the_old_rate_hides_the_gain(result):
    """Linear to zero from the rate that was best without a schedule ends higher than from its own best rate.

    Slot 41. Figure: rates. Scope: [[constant]] against [[linear]], after [[steps]] steps. [[repeats]] splits of the
    same examples, and initializations.
    """
    return Effect(ratio(result, "linear at constant's", "linear"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_a_common_high_rate_flatters_decay(result):
    """At the rate that is best for linear to zero, a constant rate ends higher than at its own best rate.

    Slot 41. Figure: rates. Scope: [[linear]] against [[constant]], after [[steps]] steps. [[repeats]] splits of the
    same examples, and initializations.
    """
    return Effect(ratio(result, "constant at linear's", "constant"), unit="× the loss", delta=MATTERS, ratio=True)


LABELS = {
    "constant": "constant",
    "step": "step: a tenth, twice",
    "inverse_root": "inverse square root",
    "plateau": "on plateau",
    "free": "schedule-free",
    "cosine": "cosine to zero",
    "cosine_tenth": "cosine to a tenth",
    "stable": "stable, then down",
    "linear": "linear to zero",
}
COLORS = {"constant": "C3", "linear": "C0", "stable": "C1", "step": "C2"}


def draw(figure, result):
    """What each does to the training loss: the mean of the batches of a window."""
    axes = figure.subplots()
    for name, color in COLORS.items():
        curve = result["curves"][name]
        places = [(place + 0.5) * result["window"] for place in range(len(curve))]
        axes.plot(places, curve, color=color, label=LABELS[name], linestyle="--" if name == "step" else "-")
    axes.set(xlabel="step", ylabel="training loss", ylim=(0.55, 1.75))
    axes.legend(loc="upper right", fontsize=11)


def draw_more(figure, result):
    """The loss at the end of each schedule, on unseen examples: means with 95 % intervals."""
    axes = figure.subplots()
    for row, name in enumerate(LABELS):
        center, reach = mean_and_reach([capped(loss) for loss in result["own"][name]["loss"]])
        color = COLORS.get(name, INK) if name != "step" else INK
        axes.errorbar(center, row, xerr=reach, fmt="o", color=color, capsize=3)
    axes.set_yticks(range(len(LABELS)), [*LABELS.values()])
    axes.set(ylim=(len(LABELS) - 0.5, -0.5), xlabel="loss on unseen examples, at the end")
    axes.grid(axis="y", visible=False)


def draw_rates(figure, result):
    """The loss at the end against the largest rate; stars: each one's own best rate."""
    axes, rates = figure.subplots(), result["grid_rates"]
    for name, losses in result["grid"].items():
        best = result["rates"][name], result["own"][name]["loss"]
        places = sorted([best, *zip(rates, losses, strict=True)], key=lambda place: place[0])
        at = [rate for rate, _ in places]
        rows = [[capped(loss) for loss in column] for _, column in places]
        low, high = zip(*(numpy.quantile(row, [0.1, 0.9]) for row in rows), strict=True)
        axes.fill_between(at, low, high, color=COLORS[name], alpha=0.18, linewidth=0)
        axes.plot(at, [numpy.mean(row) for row in rows], "o-", color=COLORS[name], label=LABELS[name], markersize=4)
        axes.plot(best[0], numpy.mean(rows[at.index(best[0])]), "*", color=COLORS[name], markersize=14)
    axes.axhline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(rates[2], GUESS - 0.02, "a guess", va="top")
    axes.set(xscale="log", xlabel="largest rate (log scale)", ylabel="loss on unseen examples")
    axes.set_xticks(rates, [f"{rate:g}" for rate in rates])
    axes.minorticks_off()
    axes.legend(loc="upper left", fontsize=11)
