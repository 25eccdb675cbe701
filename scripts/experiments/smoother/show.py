"""How much the loss varies along the step, and how much the gradient changes, over learning rates."""

import math

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Family

MATTERS = 1.2


def family(result, what, rates=None, side=1):
    arms = result["found"]
    return Family(
        {
            f"a rate of {rate:g}": Effect(
                log_ratios(arms["none"][what][place], arms["batch"][what][place]),
                unit="× without" if side == 1 else "× lower without",
                delta=MATTERS,
                side=side,
                ratio=True,
            )
            for place, rate in enumerate(result["rates"])
            if rates is None or rates(rate)
        }
    )


def claim_the_loss_varies_less_at_large_rates(result):
    """At large learning rates the loss varies less along the step with batch normalization.

    Slot B7. Scope: largest minus smallest loss up to four steps ahead, without normalization over with, median over
    [[steps]] steps of training at rates of [[rates.2]] and more, the same rate for both; [[layers]] hidden layers
    of [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    return family(result, "range", lambda rate: rate >= 0.1)


def claim_at_small_rates_it_varies_more(result):
    """At small learning rates batch normalization makes the loss vary more along the step.

    Slot B7. Scope: largest minus smallest loss up to four steps ahead, without normalization over with, median over
    [[steps]] steps of training at rates below [[rates.2]], the same rate for both; [[layers]] hidden layers of
    [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    return family(result, "range", lambda rate: rate < 0.1, side=-1)


def claim_the_gradient_changes_less(result):
    """The gradient changes less along the step with batch normalization, whatever the learning rate.

    Slot B7. Scope: largest distance between the gradient and that up to four steps ahead, without normalization over
    with, median over [[steps]] steps of training at the same rate; [[layers]] hidden layers of [[width]]. [[repeats]]
    splits of the same examples, and initializations.
    """
    return family(result, "change")


def draw(figure, result):
    """Both measures over the rates: geometric means and the middle 80 % of the runs."""
    panels = figure.subplots(1, 2)
    names = {"range": "range of the loss", "change": "change of the gradient"}
    looks = {"none": ("C1", "s--", "without"), "batch": ("C0", "o-", "batch norm")}
    rates = result["rates"]
    for axes, (what, title) in zip(panels, names.items(), strict=True):
        for arm, (color, look, label) in looks.items():
            rows = [[math.log(v) for v in row if v is not None] for row in result["found"][arm][what]]
            kept = [(rate, row) for rate, row in zip(rates, rows, strict=True) if row]
            low, high = numpy.exp([numpy.quantile(row, [0.1, 0.9]) for _, row in kept]).T
            at = [rate for rate, _ in kept]
            axes.fill_between(at, low, high, color=color, alpha=0.18, linewidth=0)
            axes.plot(at, [math.exp(sum(row) / len(row)) for _, row in kept], look, color=color, label=label)
        axes.set(xscale="log", yscale="log", title=title, xlabel="learning rate (log scale)")
        axes.set_xticks(rates, [f"{rate:g}" for rate in rates])
        axes.xaxis.minorticks_off()
    panels[0].legend(loc="upper left", fontsize=11)
