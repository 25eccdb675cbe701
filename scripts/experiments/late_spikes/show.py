"""Losses and stress of a network with late spikes, and what ends them."""

import math

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect
from scripts.evidence.style import INK

SPIKE = 10.0  # times the least loss so far
MATTERS = 3.0  # times the rise
LEVEL = 1.05
MOST = 2.0  # where a unit just woke up, σ is tiny, and the stress hundreds
LOSS = 1.5


def logs(values):
    return [None if value is None else math.log(value) for value in values]


def rises(result, above, below):
    return minus(logs(result["rises"][above]), logs(result["rises"][below]))


def claim_the_loss_spikes_late(result):
    """At a constant learning rate, the loss jumps to more than ten times its least so far.

    Slot 39. Scope: the largest loss over the least before it, once that was below a hundredth of a guess's; Adam
    with PyTorch's defaults but η = [[rate]], full batch of [[examples]], [[steps]] steps, [[loss]]. [[repeats]]
    draws of data and initialization.
    """
    return Effect(logs(result["rises"]["constant"]), "× the least loss", SPIKE, ratio=True)


def claim_before_a_spike_the_stress_is_above_one(result):
    """Before a network's first spike, the learning rate is above what the curvature allows.

    Slot 39. Scope: η over the stability limit of the loss divided by σ, the largest of the [[before]] steps before
    the loss is ten times its least, counted up to twice the limit; Adam, η = [[rate]]. Of [[repeats]] draws of data
    and initialization, those that spike.
    """
    kept = [min(value, MOST) for value in result["stress"]["before"] if value is not None]
    return Effect(padded(logs(kept)), "× the limit", 1.0, ratio=True)


def claim_after_a_spike_it_is_lower(result):
    """A spike ends by itself: it lowers the curvature, divided by σ, below the limit.

    Slot 39. Scope: the stress before the first spike over the smallest of the [[before]] steps after it. Of
    [[repeats]] draws of data and initialization, those that spike.
    """
    pairs = zip(result["stress"]["before"], result["stress"]["after"], strict=True)
    kept = [math.log(min(a, MOST) / b) for a, b in pairs if a is not None and b is not None]
    return Effect(padded(kept), "×", LEVEL, ratio=True)


def claim_a_lower_rate_in_time_prevents_it(result):
    """Halve the learning rate shortly before a spike, and the spike does not come.

    Slot 40. Scope: each network run again, its rate halved [[ahead]] steps before its first spike; the largest rise
    from then to [[window]] steps after the spike, constant over halved. Of [[repeats]] draws of data and
    initialization, those that spike.
    """
    near = result["near"]
    kept = [value for value in log_ratios(near["constant"], near["halved_before"]) if value is not None]
    return Effect(padded(kept), "× the rise", MATTERS, ratio=True)


def claim_decay_prevents_spikes(result):
    """With a learning rate that falls evenly to zero, the loss rises far less.

    Slot 40. Scope: the largest loss over the least before it, constant rate over falling rate, the same η =
    [[rate]] at first, [[steps]] steps. [[repeats]] draws of data and initialization.
    """
    return Effect(rises(result, "constant", "to_zero"), "× the rise", MATTERS, ratio=True)


def claim_it_is_not_the_mean_rate(result):
    """It is the fall of the rate, not its mean: half the rate all along spikes more than a rate that falls to zero.

    Slot 40. Figure: arms. Scope: the largest rise, half of η = [[rate]] all along over a rate that falls evenly
    from it to zero, whose mean is the same; [[steps]] steps. [[repeats]] draws of data and initialization.
    """
    return Effect(rises(result, "half", "to_zero"), "× the rise", MATTERS, ratio=True)


def claim_a_shorter_memory_makes_smaller_spikes(result):
    """With a shorter memory of σ, the spikes are smaller.

    Slot 39. Figure: arms. Scope: the largest rise, β₂ = [[beta2]] over β₂ = [[lower_beta2]], at the same η =
    [[rate]]. [[repeats]] draws of data and initialization.
    """
    return Effect(rises(result, "constant", "lower_beta2"), "× the rise", MATTERS, ratio=True)


def claim_and_a_shorter_memory_costs_loss(result):
    """With a shorter memory of σ, training ends at a higher loss than with a rate that falls to zero.

    Slot 39. Figure: arms. Scope: training loss at the end, β₂ = [[lower_beta2]] with constant η = [[rate]] over β₂
    = [[beta2]] with η falling to zero. [[repeats]] draws of data and initialization.
    """
    final = result["final"]
    return Effect(log_ratios(final["lower_beta2"], final["to_zero"]), "× the loss", LOSS, ratio=True)


def claim_a_larger_epsilon_still_spikes(result):
    """With a larger ε, the loss still jumps to more than ten times its least.

    Slot 39. Figure: arms. Scope: ε = [[larger_eps]] instead of PyTorch's default, the same η = [[rate]].
    [[repeats]] draws of data and initialization.
    """
    return Effect(logs(result["rises"]["larger_eps"]), "× the least loss", SPIKE, ratio=True)


def claim_amsgrad_spikes_too(result):
    """With AMSGrad, whose σ can never fall, the loss jumps to more than ten times its least all the same.

    Slot 39. Figure: arms. Scope: torch.optim.Adam with amsgrad=True, the same η = [[rate]]. [[repeats]] draws of
    data and initialization.
    """
    return Effect(logs(result["rises"]["amsgrad"]), "× the least loss", SPIKE, ratio=True)


def padded(values):
    """At least ten values, or failures in their place, so that too few spikes settle nothing."""
    return values + [None] * (10 - len(values))


def draw(figure, result):
    """One network: its loss and its stress, with a constant rate and with one that falls to zero."""
    figure.set_size_inches(6.4, 5)
    above, below = figure.subplots(2, 1, sharex=True)
    shown = result["shown"]
    for name, color, label in (("constant", "C1", "constant rate"), ("to_zero", "C0", "falls to zero")):
        loss, stress = shown["loss"][name], shown["stress"][name]
        above.plot(range(0, 2 * len(loss), 2), loss, color=color, label=label, linewidth=1.3)
        steps = numpy.linspace(0, 2 * len(loss), len(stress) + 2)[1:-1]
        below.plot(steps, numpy.clip(stress, 0, 1.6), color=color, linewidth=1.3)
    below.axhline(1, color=INK, linewidth=1, linestyle=":")
    below.text(0.4 * 2 * len(shown["loss"]["constant"]), 1.2, "above 1: unstable", fontsize=11)
    above.set(yscale="log", ylabel="training loss\n(log scale)")
    below.set(xlabel="step", ylabel="η over the limit", ylim=(0, 1.6))
    above.legend(loc="upper right", fontsize=11)


ARMS = {
    "constant": "constant rate",
    "half": "half the rate",
    "amsgrad": "AMSGrad",
    "larger_eps": "ε = 0.001",
    "lower_beta2": "β₂ = 0.9",
    "to_zero": "falls to zero",
    "decay": "1/(1 + t/200)",
}


def draw_arms(figure, result):
    """The largest rise of each network, and the loss at the end."""
    figure.set_size_inches(6.4, 4.2)
    left, right = figure.subplots(1, 2, sharey=True)
    for place, arm in enumerate(ARMS):
        color = "C0" if arm in ("to_zero", "decay") else "C1"
        for axes, values in ((left, result["rises"][arm]), (right, result["final"][arm])):
            values = [value for value in values if value is not None]
            spread = place + numpy.linspace(-0.2, 0.2, len(values))
            axes.plot(values, spread, "o", color=color, alpha=0.6, markersize=4)
            axes.plot([numpy.median(values)] * 2, [place - 0.32, place + 0.32], color=INK)
    left.axvline(SPIKE, color=INK, linewidth=1, linestyle=":")
    left.set_yticks(range(len(ARMS)), ARMS.values())
    left.set(xscale="log", xlabel="largest rise (log)", ylim=(len(ARMS) - 0.5, -0.5))
    right.set(xscale="log", xlabel="loss at the end (log)")
