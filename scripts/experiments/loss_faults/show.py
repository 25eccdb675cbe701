"""Softmax twice beside softmax once: the loss that stands and the accuracy that does not; and three other mistakes."""

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence, Family, Identity, Proportion
from scripts.evidence.style import INK

NEAR = 0.1  # of the loss
POINT, MANY = 1.0, 5.0  # points of accuracy
MOST, HALF, FEW = 0.8, 0.5, 0.2  # of the networks
ROUNDING = 1e-12  # float64, parameters of the order of one
STARTS = {"bias": "a large bias", "unscaled": "unscaled pixels"}


def claim_softmax_twice_ends_at_its_floor(result):
    """With softmax twice the training loss ends just above the least that it can be.

    Slot 45. Scope: loss minus the formula of the text, [[floor:.3f]] here, after [[steps]] steps at its own best rate,
    [[best_twice:.0f]]; within a tenth. [[tuned_repeats]] splits of the same examples, and initializations.
    """
    return Equivalence([loss - result["floor"] for loss in result["loss"]["twice"]], "of the loss", NEAR)


def claim_softmax_twice_learns_slower(result):
    """At the best rate of cross entropy, softmax twice is less accurate early in training.

    Slot 45. Scope: validation accuracy after [[watched.2]] steps at a rate of [[best_once:.0f]]. [[tuned_repeats]]
    splits of the same examples, and initializations.
    """
    early = result["early"]
    return Effect(minus(early["twice_same"], early["once"]), "points of accuracy", MANY, side=-1)


def claim_a_sum_does_not_train(result):
    """The sum over the batch in place of its mean does not train at the learning rate that is best for the mean.

    Slot 45. Scope: gradient descent in batches of [[batch_size]]; *trained*: after [[planted_steps]] steps no class has
    more than half of the answers. [[repeats]] splits of the same examples, and initializations.
    """
    return Proportion(sum(result["sum_out"]), len(result["sum_out"]), FEW, side=-1)


def claim_a_sum_is_a_larger_rate(result):
    """The sum at the learning rate over the batch size takes the path of the mean.

    Slot 45. Known: the gradient of a sum. Scope: the largest difference of any parameter after [[path_steps]] steps of
    gradient descent in batches of [[batch_size]], float64.
    """
    return Identity(result["path_error"], ROUNDING, unit="difference")


def claim_adam_does_not_mind_a_sum(result):
    """With Adam the sum ends as accurate as the mean, at the same learning rate.

    Slot 45. Scope: test accuracy after [[steps]] steps at a rate of [[best_adam]], batches of [[batch_size]].
    [[tuned_repeats]] splits of the same examples, and initializations.
    """
    return Equivalence(minus(result["test"]["adam_sum"], result["test"]["adam_mean"]), "points of accuracy", POINT)


def shares(result, loss, what, bound, side=1):
    return Family(
        {name: Proportion(sum(found := result["planted"][start][loss][what]), len(found), bound, side)
         for start, name in STARTS.items()}
    )  # fmt: skip


def claim_the_log_of_a_share_becomes_nan(result):
    """The logarithm of a softmax, taken in two steps, ends in NaN in most networks that are sure and wrong.

    Slot 45. Scope: float32; a bias that is [[bias:.0f]] too large, or pixels up to [[unscaled:.0f]]; [[planted_steps]]
    steps. [[repeats]] splits of the same examples, and initializations.
    """
    return shares(result, "log", "nan", HALF)


def claim_log_softmax_gets_out(result):
    """From the same starts, at the same rates, cross entropy as PyTorch computes it trains.

    Slot 45. Scope: no class has more than half of the answers after [[planted_steps]] steps, and the loss is finite;
    float32. [[repeats]] splits of the same examples, and initializations.
    """
    return shares(result, "log_softmax", "out", MOST)


def claim_a_small_number_keeps_it_stuck(result):
    """A small number added before the logarithm avoids the NaN, and a network that is sure and wrong stays so.

    Slot 45. Scope: the number is a hundred-millionth; a bias that is [[bias:.0f]] too large; [[planted_steps]] steps,
    float32. [[repeats]] splits of the same examples, and initializations.
    """
    out = result["planted"]["bias"]["log_plus"]["out"]
    return Proportion(sum(out), len(out), FEW, side=-1)


def draw(figure, result):
    """Training loss and validation accuracy: softmax once and twice, each at its own best rate."""
    left, right = figure.subplots(1, 2, sharex=True)
    figure.set_size_inches(6.4, 3.2)
    for name, color, look, label in (("once", "C0", "-", "once"), ("twice", "C1", "--", "twice")):
        for axes, what in ((left, "loss"), (right, "accuracy")):
            rows = result["curves"][name][what]
            axes.plot(
                result["watched"],
                [sum(column) / len(column) for column in zip(*rows, strict=True)],
                look,
                color=color,
                label=f"softmax {label}",
            )
    left.axhline(result["floor"], color=INK, linewidth=1, linestyle=":")
    left.text(
        result["watched"][-1], result["floor"] - 0.06, f"{result['floor']:.3f}", ha="right", va="top", fontsize=11
    )
    left.set(ylabel="training loss", xlabel="steps", ylim=(0, 2.4))
    right.set(ylabel="validation accuracy, %", xlabel="steps", ylim=(0, 103))
    right.legend(loc="lower right", fontsize=11)
