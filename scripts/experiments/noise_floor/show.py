"""A loss that stands still in small batches, and what lets it fall."""

import math

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence
from scripts.evidence.style import INK

STANDS = 1.1
LOWER = 1.1  # times the training loss
ALIKE = 1.1
EASY = 1.5
SMALL = 0.1  # of its start: the critical points' gradients were below
POINT = 1.0


def pair(result, above, below, key="loss", task="noisy"):
    return log_ratios(*(result[task]["arms"][arm][key] for arm in (above, below)))


def claim_the_loss_stands_still(result):
    """The training loss of the third and of the last quarter of the run are about the same.

    Slot 30. Figure: cut. Scope: means over the full loss at ten places of each quarter of [[steps.noisy]] steps;
    [[data]], batches of [[batch_size]], η = [[rate]], hidden layers of [[hidden]] ReLU units, cross entropy, no
    momentum. [[repeats]] splits of the data, and initializations.
    """
    third, last = result["noisy"]["quarters"][2:]
    return Equivalence(log_ratios(third, last), "× lower", STANDS, ratio=True)


def claim_the_gradient_is_not_small(result):
    """The gradient of all training examples is not small there: its norm is above a tenth of its start, by far.

    Slot 30. Figure: cut. Scope: its norm in the last quarter of the run, over a tenth of that at the start. The same
    networks: [[repeats]] splits of the data, and initializations.
    """
    ratios = log_ratios(result["noisy"]["norm"], [SMALL * norm for norm in result["noisy"]["first_norm"]])
    return Effect(ratios, "×", 2.0, ratio=True)


def claim_a_cut_lets_it_fall(result):
    """From there a tenth of the learning rate lets the training loss fall.

    Slot 30. Scope: the full training loss after [[after_steps]] and [[soon_steps]] more steps, against the same number
    at the same rate. The same networks: [[repeats]] splits of the data, and initializations.
    """
    return Effect(pair(result, "kept", "cut"), "× lower", LOWER, ratio=True)


def claim_it_falls_at_once(result):
    """Much of that comes at once.

    Slot 30. Scope: the full training loss [[soon_steps]] steps after the cut, less than half an epoch, against as many
    at the same rate. The same networks: [[repeats]] splits of the data, and initializations.
    """
    return Effect(pair(result, "kept", "cut", "soon"), "× lower", 1.05, ratio=True)


def claim_a_larger_batch_ends_as_low(result):
    """Ten times the batch at the old rate ends as low, on as many examples.

    Slot 30. Scope: batches of [[larger]] times [[batch_size]] for [[larger_steps]] steps, against a tenth of the rate
    and ten times the steps, on the same examples. The same networks: [[repeats]] splits of the data, and
    initializations.
    """
    return Equivalence(pair(result, "larger", "cut"), "×", ALIKE, ratio=True)


def claim_the_averaged_weights_are_as_low(result):
    """So does the mean of the weights, with nothing changed in training.

    Slot 30. Scope: the mean over the last [[after_steps]] steps at the old rate, against a tenth of the rate. The same
    networks: [[repeats]] splits of the data, and initializations.
    """
    return Equivalence(pair(result, "averaged", "cut"), "×", ALIKE, ratio=True)


def claim_the_cut_tests_better(result):
    """The cut raises the accuracy on new examples, too.

    Slot 30. Scope: the fifth of the data that was not trained on, against the same rate kept. The same networks:
    [[repeats]] splits of the data, and initializations.
    """
    return Effect(minus(*(result["noisy"]["accuracy"][arm] for arm in ("cut", "kept"))), "points", POINT)


def claim_on_separable_data_the_cut_gains_nothing(result):
    """On digits, which the networks separate, the cut does not let the loss fall faster.

    Slot 30. Figure: cut. Scope: batches of [[digits_batch_size]], η = [[digits_rate]], [[digits_steps]] steps before
    the cut; training loss, within the size that matters, either way. [[repeats]] splits of the digits, and
    initializations.
    """
    return Equivalence(pair(result, "kept", "cut", task="easy"), "× lower", EASY, ratio=True)


def claim_on_separable_data_the_gradient_gets_small(result):
    """There the gradient does get small: its norm, too, falls with the loss.

    Slot 30. Figure: cut. Scope: the norm at the start over that in the last quarter of [[digits_steps]] steps.
    [[repeats]] splits of the digits, and initializations.
    """
    return Effect(log_ratios(result["easy"]["first_norm"], result["easy"]["norm"]), "× lower", 3.0, ratio=True)


WAYS = {
    "kept": ("C1", "as before"),
    "cut": ("C0", "a tenth of the rate"),
    "larger": ("C2", "ten times the batch"),
    "averaged": ("C3", "mean of the weights"),
}


def draw(figure, result):
    """Where each way ends, a row of dots for each, all networks."""
    figure.set_size_inches(6.4, 2.9)
    axes = figure.subplots()
    for row, (arm, (color, _)) in enumerate(WAYS.items()):
        values = list(result["noisy"]["arms"][arm]["loss"])
        places = [row + 0.16 * ((count % 5) / 2 - 1) for count in range(len(values))]
        axes.plot(values, places, "o", color=color, alpha=0.6)
        mean = math.exp(sum(map(math.log, values)) / len(values))
        axes.plot([mean, mean], [row - 0.32, row + 0.32], color=INK, linewidth=2)
    axes.set_yticks(range(len(WAYS)), [label for _, label in WAYS.values()])
    axes.set(xlabel="training loss", ylim=(len(WAYS) - 0.5, -0.5))


def draw_cut(figure, result):
    """The first network's loss and gradient before the change, and its loss after, on both data sets."""
    figure.set_size_inches(6.4, 4.6)
    panels = figure.subplots(2, 2, sharex="col")
    for column, (task, name) in enumerate((("noisy", "MNIST-1D"), ("easy", "digits"))):
        found, steps = result[task], result["steps"][task]
        places = [steps * (count + 1) / len(found["curve"]) for count in range(len(found["curve"]))]
        top, bottom = panels[:, column]
        top.plot(places, found["curve"], color="C1", linewidth=1.5)
        bottom.plot(places, found["norm_curve"], color="C1", linewidth=1.5)
        for arm in ("kept", "cut"):
            after = [steps + more for more in result["after_places"]]
            top.plot([steps, *after], [found["curve"][-1], *found["after"][arm]], color=WAYS[arm][0], linewidth=1.5)
            norms = [found["norm_curve"][-1], *found["after_norms"][arm]]
            bottom.plot([steps, *after], norms, color=WAYS[arm][0], linewidth=1.5, label=WAYS[arm][1])
        top.set_title(name, fontsize=12)
        bottom.set(xlabel="step", ylim=(0, None))
        for axes in (top, bottom):
            axes.axvline(steps, color=INK, linewidth=1, linestyle=":")
    panels[0, 0].set(ylabel="training loss", ylim=(0, None))
    panels[0, 1].set(yscale="log")
    panels[1, 0].set(ylabel="gradient, its start = 1")
    panels[1, 1].legend(fontsize=10)
