"""What cures the first steps, and what does not."""

from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family
from scripts.evidence.style import INK

MATTERS = 5.0  # points of accuracy
GUESS = 10.0


def gain(result, above, below):
    accuracy = result["accuracy"]
    return Effect(minus(accuracy[above], accuracy[below]), unit="points of accuracy", delta=MATTERS)


def claim_a_cap_on_the_first_moves_cures(result):
    """A cap on the size of the first moves alone makes the network more accurate.

    Slot 43. Scope: the root mean square of Adam's update, before the rate, is at most [[cap]] in the first [[capped]]
    of [[steps]] steps, against no cap; the rate begins at [[rate]] in both and falls linearly. Post-norm transformers,
    [[repeats]] splits and initializations.
    """
    return gain(result, "capped", "nothing")


def claim_these_do_not_replace_it(result):
    """A filled σ, a shorter average of squares and clipped gradients stay behind warm-up.

    Slot 43. Scope: test accuracy with warm-up of [[warm]] steps against σ from [[filling]] batches beforehand, β₂ =
    [[second]], and the gradient's norm clipped at [[clip]]; the same rate, [[rate]] at its peak, in all later steps.
    Post-norm transformers, [[repeats]] splits and initializations.
    """
    arms = {"σ filled": "filled", "shorter average": "second", "gradients clipped": "clipped"}
    return Family({name: gain(result, "warm", arm) for name, arm in arms.items()})


def claim_a_fresh_sigma_fails_less_after_warm_up(result):
    """A fresh σ at full rate does far less harm after warm-up than at the beginning.

    Slot 43. Scope: test accuracy where Adam begins anew, m and σ zero, at the full rate after [[warm]] steps of
    warm-up, against the same at the initialization; rate [[rate]], then linearly to zero, [[steps]] steps in all.
    Post-norm transformers, [[repeats]] splits and initializations.
    """
    return gain(result, "fresh", "nothing")


def claim_rectified_adam_cures(result):
    """RAdam trains at the rate at which Adam does not.

    Slot 43. Figure: moves. Scope: both with β₂ = [[second]], so that RAdam's factor has come near one when the run is
    young; the rate begins at [[rate]] and falls linearly. Post-norm transformers, [[repeats]] splits and
    initializations.
    """
    return gain(result, "radam", "second")


def claim_warm_up_comes_too_late_after_full_steps(result):
    """After a few steps at the full rate, warm-up with a fresh Adam repairs less than warm-up from the beginning.

    Slot 43. Figure: moves. Scope: [[full]] steps at [[rate]], then Adam begun anew with [[warm]] steps of warm-up.
    Post-norm transformers, [[repeats]] splits and initializations.
    """
    return gain(result, "warm", "late")


def claim_five_steps_are_too_few(result):
    """Warm-up of many steps is more accurate than one of five.

    Slot 43. Figure: moves. Scope: [[warm]] against five of [[steps]] steps, peak rate [[rate]], then linearly to zero.
    Post-norm transformers, [[repeats]] splits and initializations.
    """
    return gain(result, "warm", "warm5")


def draw(figure, result):
    """One dot for each network, the mean as a stroke, and its number."""
    names = {
        "nothing": "nothing",
        "filled": "σ filled",
        "second": "shorter average",
        "clipped": "gradients clipped",
        "late": "warm-up, too late",
        "capped": "first moves capped",
        "radam": "RAdam",
        "fresh": "warm-up, then a fresh σ",
        "warm": "warm-up",
    }
    axes, accuracy = figure.subplots(), result["accuracy"]
    figure.set_size_inches(6.4, 4.4)
    for place, name in enumerate(reversed(names)):
        row = accuracy[name]
        color = "C1" if name in ("nothing", "filled", "second", "clipped", "late") else "C0"
        up = [place + 0.3 * (number / max(1, len(row) - 1) - 0.5) for number in range(len(row))]
        axes.plot(row, up, "o", color=color, markersize=3.5, alpha=0.6)
        axes.plot([fmean(row)] * 2, [place - 0.32, place + 0.32], color=color, linewidth=2.5)
    axes.axvline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(GUESS + 1, len(names) - 0.55, "a guess", fontsize=11)
    axes.set_yticks(range(len(names)), reversed(names.values()))
    axes.set(xlim=(0, 100), xlabel="test accuracy (%)", ylim=(-0.6, len(names) - 0.1))
    axes.grid(axis="y", visible=False)


def draw_moves(figure, result):
    """Root mean square of every move, rate included: the median over the repeats."""
    axes = figure.subplots()
    looks = {
        "nothing": ("C1", "-", "nothing"),
        "filled": ("C3", "--", "σ filled"),
        "capped": ("C2", "-.", "first moves capped"),
        "warm": ("C0", "-", "warm-up"),
    }
    for name, (color, line, label) in looks.items():
        moves = result["moves"][name]
        axes.plot(range(1, len(moves) + 1), moves, line, color=color, label=label)
    axes.set(xscale="log", yscale="log", xlabel="step (log scale)", ylabel="size of the move (log scale)")
    axes.set_xticks(ticks := [1, 3, 10, 30, 100], ticks)
    axes.minorticks_off()
    axes.legend(loc="lower center", fontsize=11)
