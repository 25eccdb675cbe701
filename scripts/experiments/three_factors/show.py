"""What each of the three factors buys: alone, and beside the other two."""

import math
from statistics import fmean

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Family, Identity
from scripts.evidence.style import INK

MATTERS = 1.25  # times the training loss
POINTS = 1.0  # of accuracy
FACTORS = {"sigma": "σ: divide by the gradient's size", "momentum": "momentum", "decay": "a falling rate"}
ORDER = "momentum", "sigma", "decay"  # in a combination's name


def named(*factors):
    return "_".join(word for word in ORDER if word in factors) or "none"


def gains(result, factor):
    """{task alone, task with both: log ratios of the training loss without the factor and with it}."""
    others, found = [word for word in ORDER if word != factor], {}
    for task, losses in result["loss"].items():
        for words, beside in ("alone", ()), ("with both", others):
            found[f"{task} {words}"] = log_ratios(losses[named(*beside)], losses[named(factor, *beside)])
    return found


def family(members):
    return Family({name: Effect(values, unit="× lower", delta=MATTERS, ratio=True) for name, values in members.items()})


def claim_sigma_lowers_the_loss(result):
    """Dividing by the gradient's size, σ, lowers the training loss: added alone, and added to momentum and decay.

    Slot 44. Scope: eight combinations, each at its own best learning rate of other seeds; digits and MNIST-1D,
    [[examples]] examples, in batches of [[batch_size]] and with the full batch. *With both*: beside the other two. A
    run that diverged counts as a guess. [[repeats]] splits of the same examples, and initializations.
    """
    return family(gains(result, "sigma"))


def claim_momentum_lowers_the_loss(result):
    """Momentum lowers the training loss: added alone, and added to σ and decay.

    Slot 44. Scope: eight combinations, each at its own best learning rate of other seeds; digits and MNIST-1D,
    [[examples]] examples, in batches of [[batch_size]] and with the full batch. *With both*: beside the other two. A
    run that diverged counts as a guess. [[repeats]] splits of the same examples, and initializations.
    """
    return family(gains(result, "momentum"))


def claim_decay_lowers_the_loss(result):
    """A learning rate that falls to zero lowers the training loss: added alone, and added to momentum and σ.

    Slot 44. Scope: eight combinations, each at its own best learning rate of other seeds; digits and MNIST-1D,
    [[examples]] examples, in batches of [[batch_size]] and with the full batch. *With both*: beside the other two. A
    run that diverged counts as a guess. [[repeats]] splits of the same examples, and initializations.
    """
    return family(gains(result, "decay"))


def claim_all_three_beat_none(result):
    """With all three, Adam with a linear decay, the training loss is lower than by gradient descent at a constant rate.

    Slot 44. Scope: each at its own best learning rate of other seeds; digits and MNIST-1D, [[examples]] examples, in
    batches of [[batch_size]] and with the full batch. A run that diverged counts as a guess. [[repeats]] splits of the
    same examples, and initializations.
    """
    every = named(*ORDER)
    return family({task: log_ratios(losses["none"], losses[every]) for task, losses in result["loss"].items()})


def claim_all_three_raise_the_accuracy(result):
    """All three raise the accuracy on new examples, against gradient descent at a constant rate.

    Slot 44. Figure: accuracy. Scope: each at the learning rate with the least training loss, of other seeds; digits and
    MNIST-1D, [[examples]] examples, in batches of [[batch_size]] and with the full batch; accuracy on [[held_out]]
    others. [[repeats]] splits of the same examples, and initializations.
    """
    every = named(*ORDER)
    return Family(
        {
            task: Effect(minus(right[every], right["none"]), unit="points of accuracy", delta=POINTS)
            for task, right in result["accuracy"].items()
        }
    )


def claim_the_rule_is_torchs(result):
    """The rule is gradient descent, RMSProp with bias correction or Adam, as the factors say.

    Slot 44. Scope: the largest difference of a parameter from `torch.optim.SGD` and `torch.optim.Adam`, with and
    without `LambdaLR`, in five combinations; float64.
    """
    return Identity(result["gap"], 1e-8, "difference of a parameter")


LABELS = {
    "digits": "digits",
    "signals": "signals",
    "digits full batch": "digits, full batch",
    "signals full batch": "signals, full batch",
}


def draw(figure, result):
    """A panel for each factor; a row for each task, with the gain alone and beside the other two."""
    figure.set_size_inches(6.4, 7.6)
    panels = figure.subplots(3, 1, sharex=True)
    looks = {"alone": ("C1", "s", -0.17, "alone"), "with both": ("C0", "o", 0.17, "beside the other two")}
    for axes, (factor, title) in zip(panels, FACTORS.items(), strict=True):
        members = {each["name"]: each for each in family(gains(result, factor)).judge()["members"]}
        for words, (color, marker, shift, label) in looks.items():
            for place, task in enumerate(LABELS):
                found = members[f"{task} {words}"]
                low, high = found["interval"]
                axes.plot([low, high], [place + shift] * 2, color=color, linewidth=1.6)
                first = label if place == 0 else None
                axes.plot(found["effect"], place + shift, marker, color=color, markersize=6, label=first)
        axes.axvline(1, color=INK, linewidth=1)
        axes.axvspan(1 / MATTERS, MATTERS, color=INK, alpha=0.1, linewidth=0)
        axes.set_yticks(range(len(LABELS)), LABELS.values())
        axes.set(xscale="log", ylim=(len(LABELS) - 0.5, -0.5))
        axes.set_title(title, loc="left", fontsize=12)
        axes.grid(axis="y", visible=False)
    low, high = panels[0].get_xlim()
    ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if low <= tick <= high]
    panels[-1].set_xticks(ticks, [f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}" for tick in ticks])
    panels[-1].minorticks_off()
    panels[-1].set_xlabel("times lower training loss (log scale)")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=2, fontsize=11)


def draw_accuracy(figure, result):
    """Typical training loss against mean accuracy, a mark for each combination and a panel for each task."""
    figure.set_size_inches(6.4, 5.6)
    for axes, task in zip(figure.subplots(2, 2).flat, LABELS, strict=True):
        for name, losses in result["loss"][task].items():
            loss = math.exp(fmean(map(math.log, losses)))
            accuracy = fmean(result["accuracy"][task][name])
            words = [] if name == "none" else name.split("_")
            marker = "o" if "sigma" in words else "s"
            color = "C0" if "momentum" in words else "C1"
            face = color if "decay" in words else "none"
            axes.plot(loss, accuracy, marker, color=color, markerfacecolor=face, markersize=8, markeredgewidth=1.6)
        axes.set(xscale="log", title=LABELS[task])
        low, high = axes.get_xlim()
        steps = (1,) if high / low > 40 else (1, 2, 5)
        ticks = [step * 10.0**power for power in range(-4, 1) for step in steps if low <= step * 10.0**power <= high]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.title.set_fontsize(12)
    figure.supxlabel("training loss (log scale)", fontsize=12)
    figure.supylabel("accuracy on new examples, %", fontsize=12)
    for label, marker, color, face in (
        ("σ", "o", INK, "none"),
        ("no σ", "s", INK, "none"),
        ("momentum", "D", "C0", "C0"),
        ("no momentum", "D", "C1", "C1"),
        ("falling rate", "D", INK, INK),
        ("constant rate", "D", INK, "none"),
    ):
        axes.plot([], [], marker, color=color, markerfacecolor=face, label=label)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3, fontsize=11)
