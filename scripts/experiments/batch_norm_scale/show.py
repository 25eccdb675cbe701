"""What batch normalization makes of other examples, of the size of the weights, and of an average of σ."""

import numpy

from scripts.evidence.paired import log_ratios
from scripts.evidence.rule import Effect, Identity
from scripts.evidence.style import INK

DOUBLE = 2.0
VISIBLE = 1.1


def claim_it_is_torchs(result):
    """The snippet computes what torch's own module computes, loss and gradient.

    Slot B3. Known: by the formulas. Scope: a batch of [[batch_size]] examples in training mode, float64; the largest
    difference.
    """
    return Identity(result["exact"]["torch_error"], 1e-11)


def claim_the_examples_are_tied(result):
    """What the other examples of the batch do to an output adds up to minus what its own example does.

    Slot B2. Known: by the formulas. Scope: derivatives of one normalized unit by its inputs, [[batch_size]] examples,
    float64; relative to the largest.
    """
    return Identity(result["exact"]["sum_error"], 1e-9)


def claim_the_weights_size_means_nothing(result):
    """Ten times the weights before batch normalization leave the loss as it is.

    Slot B3. Known: by the formulas, without eps. Scope: [[batch_size]] examples, float64.
    """
    return Identity(result["exact"]["loss_error"], 1e-11)


def claim_the_gradient_is_divided(result):
    """Ten times the weights before batch normalization divide the gradient by ten.

    Slot B3. Known: by the formulas, without eps. Scope: [[batch_size]] examples, float64; the largest difference,
    relative to the largest gradient.
    """
    return Identity(result["exact"]["gradient_error"], 1e-9)


def claim_decay_raises_the_effective_rate(result):
    """Weight decay raises the effective learning rate of the weights before batch normalization.

    Slot B3. Figure: decay. Scope: η over the squared length of these weights at the end, with decay over
    without; [[steps]] steps, η = [[rate]], momentum [[momentum]], batches of [[batch_size]], [[layers]] hidden
    layers of [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    halves = log_ratios(result["without"]["length"], result["decay"]["length"])
    ratios = [None if value is None else 2 * value for value in halves]
    return Effect(ratios, unit="× the effective rate", delta=DOUBLE, ratio=True)


def claim_decay_lets_them_turn_further(result):
    """With weight decay, the same number of steps turns the weights before batch normalization further.

    Slot B3. Figure: decay. Scope: the last [[last]] of [[steps]] steps; length of the movement over that of the
    weights, with decay over without; η = [[rate]]. [[repeats]] splits of the same examples, and
    initializations.
    """
    ratios = log_ratios(result["decay"]["moved"], result["without"]["moved"])
    return Effect(ratios, unit="× the relative movement", delta=DOUBLE, ratio=True)


def claim_an_average_of_sigma_is_too_small(result):
    """From small batches, the average of σ comes out smaller than torch's root of the average variance.

    Slot B4. Figure: sigma. Scope: batches of [[small]], σ over all examples of a batch, torch's variance over one less;
    the median unit of the first layer of trained networks. [[repeats]] splits of the same examples, and
    initializations.
    """
    ratios = log_ratios(result["sigma"]["torch"], result["sigma"]["lecture"])
    return Effect(ratios, unit="× lower", delta=VISIBLE, ratio=True)


def dots(axes, columns, colors):
    for at, (values, color) in enumerate(zip(columns, colors, strict=True)):
        kept = [value for value in values if value is not None]
        axes.plot(at + numpy.linspace(-0.15, 0.15, len(kept)), kept, "o", color=color, alpha=0.6)


def draw_decay(figure, result):
    left, right = figure.subplots(1, 2)
    for axes, name, label in (left, "length", "length of the weights"), (right, "moved", "relative movement"):
        dots(axes, [result["without"][name], result["decay"][name]], ["C1", "C0"])
        axes.set_xticks([0, 1], ["no decay", "decay"])
        axes.set(ylabel=label, xlim=(-0.5, 1.5), ylim=(0, None))


def draw_sigma(figure, result):
    axes = figure.subplots()
    dots(axes, [result["sigma"]["lecture"], result["sigma"]["torch"]], ["C1", "C0"])
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.text(-0.45, 1.02, "σ over all examples", va="bottom", fontsize=11)
    axes.set_xticks([0, 1], ["average of σ", "torch: root of the\naverage variance"])
    axes.set(ylabel="over the true σ", xlim=(-0.5, 1.5), ylim=(0, 1.25))


def draw(figure, result):
    """The loss with the weights as they are and with ten times the weights."""
    axes, exact = figure.subplots(), result["exact"]
    places = numpy.arange(2)
    for shift, name, color, label in (-0.18, "plain_loss", "C1", "without"), (0.18, "loss", "C0", "batch norm"):
        bars = axes.bar(places + shift, exact[name], 0.32, color=color, label=label)
        axes.bar_label(bars, [f"{value:.2f}" for value in exact[name]], fontsize=11, padding=2)
    axes.set_xticks(places, ["W", "10 W"])
    axes.set(ylabel="loss of a new network", ylim=(0, 1.18 * max(exact["plain_loss"])))
    axes.legend(loc="upper left", fontsize=11)
