"""Which networks get out of a bad start, and how accurate each loss becomes from a usual one, over learning rates."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family, Proportion
from scripts.evidence.style import INK

MOST, FEW = 0.8, 0.2  # of the networks
POINT = 1.0  # of accuracy
SOONER = 3.0  # times the steps


def shares(result, loss, bound, side):
    """The three lower of the four rates, as a family."""
    found = result["stuck"][loss]["out"][:3]
    names = ("low rate", "middle rate", "high rate")
    return Family({name: Proportion(sum(out), len(out), bound, side) for name, out in zip(names, found, strict=True)})


def claim_cross_entropy_gets_out(result):
    """From a start that is sure and wrong, cross entropy gets out at each learning rate of the family.

    Slot 46. Scope: the bias of one output is [[bias:.0f]] too large; *out*: no class has more than half of the answers
    after [[stuck_steps]] steps. Low, middle and high rate: the first three of the figure. [[repeats]] splits of the
    same examples, and initializations.
    """
    return shares(result, "entropy", MOST, 1)


def claim_squared_error_stays(result):
    """From a start that is sure and wrong, squared error behind a softmax stays at each learning rate of the family.

    Slot 46. Scope: the bias of one output is [[bias:.0f]] too large; *out*: no class has more than half of the answers
    after [[stuck_steps]] steps. Low, middle and high rate: the first three of the figure. [[repeats]] splits of the
    same examples, and initializations.
    """
    return shares(result, "squared", FEW, -1)


def claim_squared_error_needs_more_steps(result):
    """At the largest rate of the figure, squared error behind a softmax needs more steps to get out than cross entropy.

    Slot 46. Scope: steps until no class has more than half of the answers; a network that never gets out counts with
    all [[stuck_steps]] steps. The bias is [[bias:.0f]] too large. [[repeats]] splits and initializations.
    """
    slow, quick = (result["stuck"][loss]["steps"][-1] for loss in ("squared", "entropy"))
    return Effect(log_ratios(slow, quick), unit="× the steps", delta=SOONER, ratio=True)


def claim_without_softmax_squared_error_gets_out(result):
    """Squared error of the scores themselves, with no softmax, gets out of the same start at a small learning rate.

    Slot 46. Scope: the smallest rate of the figure's curve; the bias of one output is [[bias:.0f]] too large;
    [[stuck_steps]] steps. [[repeats]] splits of the same examples, and initializations.
    """
    out = result["stuck"]["plain"]["out"][0]
    return Proportion(sum(out), len(out), MOST)


def claim_squared_error_is_as_accurate(result):
    """From the default initialization, squared error behind a softmax becomes as accurate as cross entropy.

    Slot 46. Figure: usual. Scope: test accuracy after [[epochs:.0f]] epochs, each loss at its own best rate, chosen on
    validation data of other seeds. [[tuned_repeats]] splits of the same examples, and initializations.
    """
    usual = result["usual"]
    return Equivalence(minus(usual["squared"]["best"], usual["entropy"]["best"]), "points of accuracy", POINT)


def claim_without_softmax_it_is_as_accurate(result):
    """From the default initialization, squared error with no softmax becomes as accurate as cross entropy.

    Slot 46. Figure: usual. Scope: test accuracy after [[epochs:.0f]] epochs, each loss at its own best rate, chosen on
    validation data of other seeds. [[tuned_repeats]] splits of the same examples, and initializations.
    """
    usual = result["usual"]
    return Equivalence(minus(usual["plain"]["best"], usual["entropy"]["best"]), "points of accuracy", POINT)


LOOKS = {
    "entropy": ("C0", "o-", "cross entropy"),
    "squared": ("C1", "s--", "squared error, softmax"),
    "plain": ("C2", "^:", "squared error, no softmax"),
}


def draw(figure, result):
    """Share of the networks that get out of the bad start, with exact 95 % intervals."""
    axes = figure.subplots()
    for shift, (loss, (color, look, label)) in zip((0.96, 1.0, 1.04), LOOKS.items(), strict=True):
        found = result["stuck"][loss]
        proportions = [Proportion(sum(out), len(out), MOST) for out in found["out"]]
        middle = [100 * share for share in found["share"]]
        low, high = zip(*[each.interval() or (0, 1) for each in proportions], strict=True)
        reach = (
            [m - 100 * a for m, a in zip(middle, low, strict=True)],
            [100 * b - m for m, b in zip(middle, high, strict=True)],
        )
        axes.errorbar(
            [rate * shift for rate in found["rates"]], middle, reach, fmt=look, color=color, label=label, capsize=3
        )
    rates = sorted({rate for loss in LOOKS for rate in result["stuck"][loss]["rates"]})
    rate_axis(axes, rates)
    axes.set(ylabel="networks that get out, %", ylim=(-4, 104))
    figure.legend(loc="outside upper center", ncols=1, fontsize=11)


def draw_usual(figure, result):
    """Test accuracy against the learning rate, means with 95 % intervals."""
    axes = figure.subplots()
    for shift, (loss, (color, look, label)) in zip((0.97, 1.0, 1.03), LOOKS.items(), strict=True):
        found = result["usual"][loss]
        middle, reach = zip(*[mean_and_reach(each) for each in found["test"]], strict=True)
        axes.errorbar(
            [rate * shift for rate in found["rates"]], middle, reach, fmt=look, color=color, label=label, capsize=3
        )
    rates = sorted({rate for loss in LOOKS for rate in result["usual"][loss]["rates"]})
    rate_axis(axes, rates)
    axes.axhline(10, color=INK, linewidth=1, linestyle=":")
    axes.text(rates[0], 12, "a guess", va="bottom", fontsize=11)
    axes.set(ylabel="test accuracy, %", ylim=(0, 103))
    axes.legend(loc="center left", fontsize=11)


def rate_axis(axes, rates):
    axes.set_xscale("log")
    axes.set_xticks(rates, [f"{rate:g}" for rate in rates])
    axes.minorticks_off()
    axes.set_xlabel("learning rate (log scale)")
