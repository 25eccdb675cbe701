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
    """Left: the loss of one start and where it goes. Right: the share of starts that arrive, 95 % intervals."""
    left, right = figure.subplots(1, 2)
    left.plot(result["frequencies"], result["loss"], color=INK, linewidth=1.5)
    left.set(xlabel="frequency w", ylabel="loss, and updates made", yticks=[])
    for name, color, marker in (("batch 1", "C0", "."), ("full", "C3", ".")):
        path = result["paths"][name]
        levels = [2.6 + 2.4 * step / len(path) for step in range(len(path))]
        left.plot(path, levels, color=color, linewidth=1.2, marker=marker, markersize=2)
    left.axvline(result["frequency"], color=FAINT, zorder=0)
    names = list(result["arrived"])
    for row, name in enumerate(names):
        arrived = result["arrived"][name]
        low, high = Proportion(sum(arrived), len(arrived), 0.5).interval()
        share = sum(arrived) / len(arrived)
        color = "C3" if name.startswith("full") and "noise" not in name else "C0"
        right.errorbar(share, row, xerr=[[share - low], [high - share]], fmt="o", color=color, capsize=3)
    right.set(xlim=(-0.03, 1), xlabel="share that reach the global minimum", ylim=(len(names) - 0.4, -0.6))
    right.set_yticks(range(len(names)), [LABELS.get(name, name) for name in names])
    right.grid(axis="y", visible=False)
