"""The share of starts that reach the global minimum: with batches, with all examples, with noise in their place."""

from scripts.evidence.rule import Effect, Equivalence, Proportion
from scripts.evidence.style import FAINT, INK

MATTERS = 0.2  # of the starts
AS_MANY = 0.1


def more(result, arm, other):
    """1 where a start arrives in one arm only, -1 where in the other only, else 0."""
    pairs = zip(result["arrived"][arm], result["arrived"][other], strict=True)
    return [float(a) - float(b) for a, b in pairs]


def claim_single_examples_leave_where_all_are_stuck(result):
    """From the same start, gradient descent with batches of one reaches the global minimum more often than with all.

    Slot 21. Scope: a wave of frequency [[frequency]] fitted to [[points]] points, one parameter, starts between
    [[nearest]] and [[farthest]], η = [[rate]], [[steps]] steps. [[repeats]] starts, each with its own points.
    """
    return Effect(more(result, "batch 1", "full"), "of the starts", MATTERS)


def claim_a_larger_rate_is_not_enough(result):
    """With all examples, a learning rate three times as large frees no more of them.

    Slot 21. Scope: η = [[larger]] against [[rate]]; the same points and starts. [[repeats]] starts, each with its
    own points.
    """
    return Equivalence(more(result, "full, larger rate", "full"), "of the starts", AS_MANY)


def claim_noise_is_enough(result):
    """With all examples, and random numbers added to the gradient as large as the noise of one example, they get out.

    Slot 21. Scope: normal noise of the same variance at every step; the same points, starts and η = [[rate]].
    [[repeats]] starts, each with its own points.
    """
    return Effect(more(result, "full, noise added", "full"), "of the starts", MATTERS)


def claim_quiet_batches_are_stuck_too(result):
    """Batches of sixteen do not get out more often than all examples: a little noise is not enough.

    Slot 21. Scope: [[sizes.4]] of [[points]] points at η = [[rate]]. [[repeats]] starts, each with its own points.
    """
    return Equivalence(more(result, f"batch {result['largest']}", "full"), "of the starts", AS_MANY)


LABELS = {
    "full": "all examples",
    "full, larger rate": "all, larger η",
    "full, noise added": "all, noise added",
}


def draw(figure, result):
    """Left: the loss of one start, and its way. Right: the share of starts that arrive, with 95 % intervals."""
    parts = figure.subplot_mosaic([["loss", "share"], ["way", "share"]], height_ratios=[2, 3], width_ratios=[1, 1.1])
    loss, way, share = (parts[name] for name in ("loss", "way", "share"))
    loss.plot(result["frequencies"], result["loss"], color=INK, linewidth=1.5)
    loss.set(ylabel="loss", yticks=[], xticklabels=[])
    for name, color in ("batch 1", "C0"), ("full", "C3"):
        path = result["paths"][name]
        way.plot(path, range(len(path)), color=color, linewidth=1.2)
    way.set(xlabel="frequency w", ylabel="update", ylim=(len(path), 0))
    for axes in loss, way:
        axes.axvline(result["frequency"], color=FAINT, linewidth=4, zorder=0)
        axes.set_xlim(result["frequencies"][0], result["frequencies"][-1])
    names = list(result["arrived"])
    for row, name in enumerate(names):
        arrived = result["arrived"][name]
        low, high = Proportion(sum(arrived), len(arrived), 0.5).interval()
        center = sum(arrived) / len(arrived)
        color = "C3" if name.startswith("full") and "noise" not in name else "C0"
        share.errorbar(center, row, xerr=[[center - low], [high - center]], fmt="o", color=color, capsize=3)
    share.set(xlim=(-0.03, 1), xlabel="share that arrives", ylim=(len(names) - 0.4, -0.6))
    share.set_yticks(range(len(names)), [LABELS.get(name, name) for name in names])
    share.grid(axis="y", visible=False)
