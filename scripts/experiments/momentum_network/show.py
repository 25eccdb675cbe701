"""Training loss against η/(1 − λ), with momentum and without, in small batches and in the full one."""

import math
from statistics import fmean

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import INK

MATTERS = 1.5  # times the training loss
AS_GOOD = 1.1
POINT = 1.0  # of accuracy
GUESS = math.log(10)


def ratio(result, above, below):
    """Log ratios of two arms' training losses; a run whose loss is no number counts as a guess."""
    rows = ([GUESS if loss is None else loss for loss in result["loss"][arm]] for arm in (above, below))
    return log_ratios(*rows)


def claim_small_batch_and_rate_end_alike(result):
    """In small batches and at a small learning rate, momentum gains nothing in accuracy over gradient descent.

    Slot 29. Scope: λ = [[momentum]] against none; the effective rate, η over one minus λ, is [[small_rate]] for both;
    batches of [[batch_size]], [[epochs.small:.0f]] epochs, the same initialization and batches. [[repeats]] splits of
    the same examples, and initializations.
    """
    accuracy = result["accuracy"]
    gains = minus(accuracy["small_rate_momentum"], accuracy["small_rate_plain"])
    return Equivalence(gains, unit="points of accuracy", delta=POINT)


def claim_divided_it_trains_alike(result):
    """In small batches and at a small rate, momentum at the same effective rate trains as far as gradient descent.

    Slot 29. Scope: training loss; the effective rate, η over one minus λ, is [[small_rate]] for both; batches of
    [[batch_size]], [[epochs.small:.0f]] epochs. [[repeats]] splits of the same examples, and initializations.
    """
    pair = "small_rate_momentum", "small_rate_plain"
    return Equivalence(ratio(result, *pair), unit="× the loss", delta=AS_GOOD, ratio=True)


def claim_at_the_best_rate_it_gains_little(result):
    """In small batches, at the best rate of gradient descent, momentum at that effective rate trains little further.

    Slot 29. Scope: training loss; the effective rate is [[best_small_plain]] for both, found with other seeds; less
    than the size that matters, either way. Batches of [[batch_size]], [[epochs.small:.0f]] epochs. [[repeats]] splits
    of the same examples, and initializations.
    """
    return Equivalence(ratio(result, "small_divided", "small_plain"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_undivided_it_trains_worse(result):
    """In small batches, momentum that is added at the same η trains far worse than at the same effective rate.

    Slot 29. Scope: training loss, λ = [[momentum]]; the effective rate, η over one minus λ, is [[undivided_rate:.0f]]
    against [[best_small_plain]]; batches of [[batch_size]], [[epochs.small:.0f]] epochs. [[repeats]] splits of the same
    examples, and initializations.
    """
    return Effect(ratio(result, "small_undivided", "small_divided"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_full_batch_momentum_trains_further(result):
    """With the full batch, momentum trains further than gradient descent, each at its best learning rate.

    Slot 29. Figure: full. Scope: training loss after [[full_steps]] steps on [[examples]] examples, λ = [[momentum]]
    with an effective rate of [[best_full_momentum]] against η = [[best_full_plain]], found with other seeds.
    [[full_repeats]] splits of the same examples, and initializations.
    """
    return Effect(ratio(result, "full_plain", "full_momentum"), unit="× the loss", delta=MATTERS, ratio=True)


def claim_full_batch_and_small_rate_train_alike(result):
    """With the full batch, too, momentum gains nothing at a small learning rate.

    Slot 29. Figure: full. Scope: training loss after [[full_steps]] steps, an effective rate of [[small_full_rate]] for
    both. [[full_repeats]] splits of the same examples, and initializations.
    """
    pair = "full_small_rate_momentum", "full_small_rate_plain"
    return Equivalence(ratio(result, *pair), unit="× the loss", delta=MATTERS, ratio=True)


def curves(figure, result, batch):
    """Geometric means and the middle 80 % of the runs."""
    axes, found = figure.subplots(), result["curves"][batch]
    looks = {"plain": ("C1", "s--", "gradient descent"), "momentum": ("C0", "o-", "momentum")}
    for name, (color, look, label) in looks.items():
        rows = [[GUESS if loss is None else min(loss, 2 * GUESS) for loss in losses] for losses, _ in found[name]]
        low, high = numpy.quantile(rows, [0.1, 0.9], axis=1)
        axes.fill_between(found["rates"], low, high, color=color, alpha=0.18, linewidth=0)
        axes.plot(found["rates"], numpy.exp(numpy.log(rows).mean(1)), look, color=color, label=label)
    axes.axhline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(found["rates"][0], GUESS * 1.06, "a guess", va="bottom")
    axes.set(xscale="log", yscale="log", xlabel="η/(1 − λ) (log scale)", ylabel="training loss (log scale)")
    axes.set_xticks(found["rates"], [f"{rate:g}" for rate in found["rates"]])
    axes.minorticks_off()
    return axes


def draw(figure, result):
    """Small batches; and the run with momentum at the undivided rate."""
    axes = curves(figure, result, "small")
    worst = math.exp(fmean(math.log(loss or GUESS) for loss in result["loss"]["small_undivided"]))
    axes.plot(result["undivided_rate"], worst, "*", color="C0", markersize=13)
    axes.text(result["undivided_rate"], GUESS * 1.06, "η not divided", color="C0", ha="right", va="bottom", fontsize=11)
    axes.set(ylim=(0.3, 3.5), yticks=[0.5, 1, 2], yticklabels=["0.5", "1", "2"])
    axes.legend(loc="lower right", fontsize=11)


def draw_full(figure, result):
    axes = curves(figure, result, "full")
    axes.legend(loc="lower left", fontsize=11)
