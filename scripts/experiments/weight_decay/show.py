"""The norm of the weights, and the accuracy, with Adam's weight decay and with AdamW's."""

from statistics import fmean

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family, Identity
from scripts.evidence.style import INK

MATTERS = 1.2  # times the norm
AS_LONG = 1.05
POINTS = 1.0  # of accuracy


def ratios(result, above, below):
    return {name: log_ratios(of[above], of[below]) for name, of in result["norm"].items()}


def claim_adamws_path_ignores_the_scale(result):
    """Multiply the loss by a number, and AdamW goes the same path; Adam does if its weight decay is multiplied too.

    Slot 38. Known: m and σ grow by the same factor. Scope: without ε, in float64, every step of a small network, the
    loss times [[scale:.0f]]; the largest difference of a parameter.
    """
    return Identity(max(result["gap"].values()), 1e-9, "difference of a parameter")


def claim_adams_decay_loses_its_grip(result):
    """Multiply the loss by a number, and Adam's weight decay loses its grip: the weights end longer.

    Slot 38. Scope: Adam with weight decay [[decay]] at rate [[rate]], [[steps]] steps, with the loss times
    [[scale:.0f]] and as it is. [[norm_repeats]] splits of the same examples, and initializations.
    """
    return Family(
        {
            name: Effect(values, unit="× the norm", delta=MATTERS, ratio=True)
            for name, values in ratios(result, "adam_scaled", "adam").items()
        }
    )


def claim_adamws_decay_keeps_its_grip(result):
    """Multiply the loss by a number, and AdamW's weights end as long, with PyTorch's ε.

    Slot 38. Scope: AdamW with the weight decay that is best for each at rate [[rate]], [[steps]] steps, with the loss
    times [[scale:.0f]] and as it is. [[norm_repeats]] splits of the same examples, and initializations.
    """
    return Family(
        {
            name: Equivalence(values, unit="× the norm", delta=AS_LONG, ratio=True)
            for name, values in ratios(result, "adamw_strong_scaled", "adamw_strong").items()
        }
    )


def cut(result, arm):
    """{data: log ratios of the norm without decay and with that of the arm}, for as many repeats as the arm has."""
    return {name: log_ratios(of["none"][: len(of[arm])], of[arm]) for name, of in result["norm"].items()}


def claim_adamws_default_hardly_acts(result):
    """AdamW's default weight decay hardly shortens the weights of a short run.

    Slot 38. Scope: AdamW with weight decay [[decay]] against none, at rate [[rate]]; [[steps]] steps, while it takes
    [[time:.0f]] for a weight to shrink by a factor of e. [[norm_repeats]] splits of the same examples, and
    initializations.
    """
    return Family(
        {
            name: Equivalence(values, unit="× the norm", delta=AS_LONG, ratio=True)
            for name, values in cut(result, "adamw").items()
        }
    )


def claim_the_same_number_is_stronger_in_adam(result):
    """The same weight decay shortens the weights far more in Adam than in AdamW.

    Slot 38. Scope: weight decay [[decay]] in both, rate [[rate]], [[steps]] steps, a mean cross entropy that is not
    rescaled. [[norm_repeats]] splits of the same examples, and initializations.
    """
    return Family(
        {
            name: Effect(values, unit="× the norm", delta=MATTERS, ratio=True)
            for name, values in ratios(result, "adamw", "adam").items()
        }
    )


def points(result, left, right):
    return Family(
        {
            name: Effect(minus(of[left], of[right]), unit="points of accuracy", delta=POINTS)
            for name, of in result["accuracy"].items()
        }
    )


def claim_adamw_generalizes_better(result):
    """AdamW has a higher accuracy on new examples than Adam with weight decay, each at its best decay.

    Slot 38. Figure: accuracy. Scope: [[examples]] examples, constant rate [[rate]] for both, [[steps]] steps; the
    decays by validation accuracy of other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    return points(result, "best_adamw", "best_adam")


def claim_decay_generalizes_better_than_none(result):
    """AdamW at its best weight decay has a higher accuracy on new examples than Adam without any.

    Slot 38. Figure: accuracy. Scope: [[examples]] examples, constant rate [[rate]], [[steps]] steps; the decay by
    validation accuracy of other seeds. [[repeats]] splits of the same examples, and initializations.
    """
    return points(result, "best_adamw", "none")


TITLES = {"digits": "digits", "signals": "MNIST-1D"}


def strips(figure, found, arms, label):
    """A dot for each network, a row for each arm, a panel for each data set; the mean as a stroke."""
    for axes, (name, title) in zip(figure.subplots(1, 2, sharey=True), TITLES.items(), strict=True):
        for place, (arm, (_, color)) in enumerate(arms.items()):
            values = found[name][arm]
            spread = [place + 0.18 * ((n % 5) - 2) / 2 for n in range(len(values))]
            axes.plot(values, spread, "o", color=color, markersize=4, alpha=0.5, markeredgewidth=0)
            axes.plot([fmean(values)] * 2, [place - 0.32, place + 0.32], color=INK, linewidth=2)
        axes.set_yticks(range(len(arms)), [words for words, _ in arms.values()])
        axes.set(title=title, ylim=(len(arms) - 0.5, -0.5), xlabel=label)
        axes.title.set_fontsize(12)
        axes.grid(axis="y", visible=False)


def draw(figure, result):
    figure.set_size_inches(6.4, 4.2)
    strips(
        figure,
        result["norm"],
        {
            "none": ("none", INK),
            "adamw": ("AdamW, default", "C0"),
            "adamw_strong": ("AdamW, best", "C0"),
            "adamw_strong_scaled": ("… loss rescaled", "C0"),
            "adam": ("Adam, as much", "C1"),
            "adam_scaled": ("… loss rescaled", "C1"),
        },
        "norm of the weights",
    )


def draw_accuracy(figure, result):
    strips(
        figure,
        result["accuracy"],
        {"none": ("none", INK), "best_adam": ("Adam, best", "C1"), "best_adamw": ("AdamW, best", "C0")},
        "accuracy, %",
    )
