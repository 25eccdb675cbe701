"""What becomes of networks that start at a multiple of their own limit."""

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Equivalence, Proportion
from scripts.evidence.style import INK

FLATTER = 1.5
ALIKE = 1.5  # times the training loss
MOST = 0.8


def claim_above_the_limit_it_trains(result):
    """At one and a half times its limit, a network's loss does not explode: it trains.

    Slot 30. Scope: squared error below a guess's after [[steps]] steps on all [[examples]] examples; the limit is two
    over λ, λ the largest eigenvalue at the start. Hidden layers of [[hidden]] [[activation]] units; [[repeats]] draws
    of the data, and initializations.
    """
    return Proportion(result["trained"]["above"], len(result["first_eigenvalue"]), MOST)


def claim_above_the_limit_it_ends_flatter(result):
    """It goes to a flatter place: its largest eigenvalue ends lower than at half the limit.

    Slot 30. Scope: after [[steps]] steps, [[above]] of the limit against [[stable]]. The same networks: [[repeats]]
    draws of the data, and initializations.
    """
    pair = (result["arms"][arm]["eigenvalue"] for arm in ("stable", "above"))
    return Effect(log_ratios(*pair), "× lower", FLATTER, ratio=True)


def claim_it_is_below_its_own_start(result):
    """There the largest eigenvalue is lower than at its own start.

    Slot 30. Scope: after [[steps]] steps at [[above]] of the limit. The same networks: [[repeats]] draws of the data,
    and initializations.
    """
    ratios = log_ratios(result["first_eigenvalue"], result["arms"]["above"]["eigenvalue"])
    return Effect(ratios, "× lower", 1.1, ratio=True)


def claim_far_above_it_diverges(result):
    """At four times its limit, a network does not train.

    Slot 30. Scope: squared error not below a guess's after [[steps]] steps. The same networks: [[repeats]] draws of
    the data, and initializations.
    """
    count = len(result["first_eigenvalue"])
    return Proportion(count - result["trained"]["far_above"], count, MOST)


def claim_it_has_trained_as_far(result):
    """After as many steps it has trained about as far as at half the limit.

    Slot 30. Scope: training loss after [[steps]] steps, [[above]] of the limit against [[stable]]; within the size that
    matters, either way. The same networks: [[repeats]] draws of the data, and initializations.
    """
    pair = (result["arms"][arm]["loss"] for arm in ("stable", "above"))
    return Equivalence(log_ratios(*pair), "× lower", ALIKE, ratio=True)


LOOKS = {
    "stable": ("C1", "half its limit"),
    "above": ("C0", "1.5 times its limit"),
    "far_above": ("C3", "4 times its limit"),
}


def draw(figure, result):
    """One network's loss at three rates; and every network's eigenvalue at the end against that at its start."""
    figure.set_size_inches(6.4, 3.6)
    left, right = figure.subplots(1, 2)
    for name, (color, label) in LOOKS.items():
        values = result["arms"][name]["curve"]
        values = values[: values.index(None)] if None in values else values
        left.plot(values, color=color, linewidth=1.5, label=label)
        pairs = zip(result["first_eigenvalue"], result["arms"][name]["eigenvalue"], strict=True)
        kept = [pair for pair in pairs if None not in pair]
        if kept and name != "far_above":
            right.plot(*zip(*kept, strict=True), "o", color=color, markersize=4, alpha=0.7)
    left.set(yscale="log", xlabel="step", ylabel="training loss", ylim=(0.2, 50), yticks=[0.3, 1, 3, 10])
    left.set_yticklabels(["0.3", "1", "3", "10"])
    left.minorticks_off()
    left.legend(fontsize=10, loc="upper right")
    reach = min(result["first_eigenvalue"]), max(result["first_eigenvalue"])
    right.plot(reach, reach, color=INK, linewidth=1, linestyle=":")
    right.set(xlabel="eigenvalue at the start", ylabel="eigenvalue at the end", ylim=(0, None))
