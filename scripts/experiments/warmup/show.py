"""Accuracy with warm-up and without, with a decay and without, after the norm and before it."""

from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

MATTERS = 5.0  # points of accuracy
GUESS = 10.0


def gain(result, above, below, **how):
    accuracy = result["accuracy"]
    return Effect(minus(accuracy[above], accuracy[below]), unit="points of accuracy", delta=MATTERS, **how)


def claim_it_trains_where_it_would_not(result):
    """At one rate, a post-norm transformer with warm-up is more accurate than without, with a decay or without.

    Slot 42. Scope: test accuracy after [[steps]] steps, the peak rate [[rate]] for all; [[warm]] steps of warm-up,
    then constant or linearly to zero; Adam, batches of [[batch_size]]. [[repeats]] splits and initializations.
    """
    pairs = {"constant": ("warm", "none"), "with a decay": ("both", "decay")}
    return Family({name: gain(result, *pair) for name, pair in pairs.items()})


def claim_at_the_best_rates_it_gains_little(result):
    """Each at its own best rate, warm-up with a decay is about as accurate as a constant rate.

    Slot 42. Figure: loss. Scope: within the size that matters, either way. Post-norm, test accuracy after [[steps]]
    steps; the rates are [[best_constant]] constant and a peak of [[best_both]], found with other seeds. [[repeats]]
    splits and initializations.
    """
    accuracy = result["accuracy"]
    differences = minus(accuracy["best_both"], accuracy["best_constant"])
    return Equivalence(differences, unit="points of accuracy", delta=MATTERS)


def claim_pre_norm_trains_without(result):
    """Without warm-up, a pre-norm transformer is more accurate than a post-norm one at this rate.

    Slot 42. Scope: constant rate [[rate]], test accuracy after [[steps]] steps, the same initialization and
    batches. [[repeats]] splits and initializations.
    """
    return gain(result, "pre_none", "none")


def claim_pre_norm_gains_less_from_it(result):
    """Warm-up gains a pre-norm transformer less than a post-norm one.

    Slot 42. Scope: how much more points warm-up gains the post-norm one, at the peak rate [[rate]] with a decay,
    after [[steps]] steps. [[repeats]] splits and initializations.
    """
    accuracy = result["accuracy"]
    post, pre = (minus(accuracy[f"{kind}both"], accuracy[f"{kind}decay"]) for kind in ("", "pre_"))
    return Effect(minus(post, pre), unit="points of accuracy", delta=MATTERS)


def draw(figure, result):
    """One dot for each network, the mean as a stroke."""
    ways = {"none": "constant", "warm": "warm-up", "decay": "decay", "both": "warm-up\nand decay"}
    axes, accuracy = figure.subplots(), result["accuracy"]
    for place, way in enumerate(ways):
        for kind, shift, color, marker in (("", -0.2, "C1", "o"), ("pre_", 0.2, "C0", "s")):
            row = accuracy[f"{kind}{way}"]
            across = [place + shift + 0.16 * (number / max(1, len(row) - 1) - 0.5) for number in range(len(row))]
            label = {"": "post-norm", "pre_": "pre-norm"}[kind] if place == 0 else None
            axes.plot(across, row, marker, color=color, markersize=3.5, alpha=0.6, label=label)
            axes.plot([place + shift - 0.14, place + shift + 0.14], [fmean(row)] * 2, color=color, linewidth=2.5)
    axes.axhline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(1.5, GUESS + 1.5, "a guess", ha="center", va="bottom", fontsize=11)
    axes.set_xticks(range(len(ways)), ways.values())
    axes.set(ylim=(0, 100), ylabel="test accuracy (%)")
    axes.legend(loc="lower right", fontsize=11, bbox_to_anchor=(1.0, 0.12))


def draw_loss(figure, result):
    """Training loss, step by step: the median over the repeats."""
    axes = figure.subplots()
    looks = {
        "none": ("C1", "constant, same peak"),
        "best_constant": ("C2", "constant, smaller"),
        "warm": ("C3", "warm-up"),
        "both": ("C0", "warm-up and decay"),
    }
    for name, (color, label) in looks.items():
        losses = result["loss"][name]
        smooth = [fmean(losses[max(0, step - 4) : step + 1]) for step in range(len(losses))]
        axes.plot(range(1, len(losses) + 1), smooth, color=color, label=label)
    axes.set(xlabel="step", ylabel="training loss", ylim=(0, None))
    axes.legend(loc="lower left", fontsize=11, ncols=2)
