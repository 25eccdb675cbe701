"""How flexible and constrained models fit their examples, and how they do elsewhere."""

import numpy

from scripts.evidence.rule import Effect, Equivalence, Identity
from scripts.evidence.style import FAINT, INK
from scripts.experiments.flexibility.parabola import truth

MATTERS = 1.5  # times the loss
NEAR = 1.25  # times the loss: two losses nearer than this, both with the noise in them, we call as good


def effect(result, name, size, unit="×"):
    return Effect(result["log_ratio"][name][str(result[size])], unit=unit, delta=MATTERS, ratio=True)


def as_good(result, name, size):
    return Equivalence(result["log_ratio"][name][str(result[size])], unit="×", delta=NEAR, ratio=True)


def claim_a_flexible_model_fits_every_example(result):
    """A flexible model passes through every training example: its training loss is zero.

    Slot 06. Scope: polynomials with [[parameters]] parameters, [[few]] and [[some]] examples; the largest of
    [[repeats]] draws each.
    """
    return Identity(error=result["largest_training_loss"], tolerance=1e-12, unit="largest training loss")


def claim_three_exact_examples_determine_the_parabola(result):
    """Constrained to parabolas, the fit through three training examples is right everywhere else too.

    Slot 06. Scope: [[few]] examples without noise; the largest root mean square deviation from the true parabola over
    [[repeats]] draws.
    """
    return Identity(error=result["largest_deviation"], tolerance=1e-6, unit="largest deviation")


def claim_the_constraint_helps_with_three_noisy_examples(result):
    """With a little noise on the three examples the parabola still has a lower test loss than a flexible model.

    Slot 06. Figure: losses. Scope: parabola against a flexible fit from a start of standard deviation [[start_size]];
    [[few]] examples at random places, noise [[noise]]. [[repeats]] draws of the examples and of the start.
    """
    return effect(result, "flexible", "few", unit="× lower")


def claim_the_constraint_helps(result):
    """With five noisy examples of a parabola, parabolas have a lower test loss than a flexible model.

    Slot 06. Figure: draws. Scope: parabola against a flexible fit with [[parameters]] parameters; [[some]] examples,
    noise [[noise]]. [[repeats]] draws of the examples and of the flexible model's start.
    """
    return effect(result, "flexible", "some", unit="× lower")


def claim_more_data_is_as_good_as_the_constraint(result):
    """With much data the flexible model is nearly as good as the constrained one.

    Slot 06. Figure: losses. Scope: test loss, flexible over parabola; [[parameters]] parameters, [[many]] examples,
    noise [[noise]]. [[repeats]] draws of the examples.
    """
    return as_good(result, "flexible", "many")


def claim_what_it_could_have_avoided_is_still_larger(result):
    """Without the noise, which no model can avoid, the flexible model's loss is still several times the parabola's.

    Slot 06. Figure: losses. Scope: mean squared distance from the true parabola, flexible over constrained;
    [[parameters]] parameters, [[many]] examples, noise [[noise]]. [[repeats]] draws of the examples.
    """
    return effect(result, "excess", "many")


def claim_a_flexible_model_near_zero_beats_the_parabola(result):
    """Flexible is not the same as wild: of the flexible fits the one nearest to zero beats the parabola.

    Slot 06. Figure: losses. Scope: test loss of the minimum-norm fit with [[parameters]] Legendre polynomials against
    the parabola; [[few]] examples, noise [[noise]]. [[repeats]] draws of the examples.
    """
    return effect(result, "parabola", "few", unit="× lower")


def claim_a_lookup_function_learns_nothing(result):
    """A lookup function has zero training loss, and elsewhere it does worse than a constant.

    Slot 06. Scope: it answers an unseen question with the label of a random training example; test loss over that of
    the mean label. [[some]] examples, noise [[noise]]; [[repeats]] draws.
    """
    return effect(result, "lookup", "some")


def claim_the_line_misses_its_training_data(result):
    """Constrained to straight lines the model misses even its training data.

    Slot 07. Figure: draws. Scope: training loss, line over parabola; [[some]] examples of a parabola, noise [[noise]].
    [[repeats]] draws of the examples.
    """
    return effect(result, "line_training", "some")


def claim_the_parabola_beats_the_line(result):
    """On test data, too, the parabola beats the line.

    Slot 07. Figure: draws. Scope: parabola against line; [[some]] examples of a parabola, noise [[noise]]. [[repeats]]
    draws of the examples.
    """
    return effect(result, "line", "some", unit="× lower")


def claim_the_line_does_not_overfit(result):
    """The line's loss is model bias and hardly overfitting: with much data its test loss is nearly its training loss.

    Slot 07. Figure: losses. Scope: [[many]] examples, noise [[noise]]; test loss over training loss. [[repeats]] draws.
    """
    return as_good(result, "line_gap", "many")


def claim_data_do_not_save_the_line(result):
    """More data do not save a model that is constrained too much: the line stays worse than the parabola.

    Slot 07. Figure: losses. Scope: test loss, line over parabola; [[many]] examples, noise [[noise]]. [[repeats]]
    draws.
    """
    return effect(result, "line", "many")


def fitted(axes, result, curves, color, label, **look):
    """Fits over x, with the true parabola, named at the bottom."""
    for curve in curves:
        axes.plot(result["x"], curve, color=color, **look)
    axes.plot(result["x"], [truth(x) for x in result["x"]], color=INK, linestyle="--", linewidth=1.5)
    axes.set(xlim=(-1, 1), ylim=(-1.2, 1.9), xticks=[-1, 0, 1], xlabel=label)


def draw(figure, result):
    """Exact examples: what each family may do between them."""
    panels = figure.subplots(1, 2, sharey=True)
    fitted(panels[0], result, result["freestyle"], "C1", "flexible", linewidth=1, alpha=0.8)
    for curve in result["others"]:
        panels[1].plot(result["x"], curve, color=FAINT, linewidth=1.2)
    fitted(panels[1], result, result["constrained"], "C0", "parabolas only", linewidth=3)
    for axes in panels:
        axes.plot(result["points"], [truth(x) for x in result["points"]], "o", color=INK, markersize=9, zorder=5)


def draw_draws(figure, result):
    """Fits to many draws of noisy examples."""
    panels = figure.subplots(1, 3, sharey=True)
    colors = {"flexible": "C1", "parabola": "C0", "line": "C2"}
    for axes, (name, color) in zip(panels, colors.items(), strict=True):
        fitted(axes, result, result["curves"][name], color, name, linewidth=1, alpha=0.7)
        axes.xaxis.label.set_size(14)


LOOKS = {
    "shortest": ("C3", "D", "--"),
    "flexible": ("C1", "s", "-"),
    "line": ("C2", "^", "-"),
    "parabola": ("C0", "o", "-"),
}


def draw_losses(figure, result):
    """Test and training loss against the number of examples: geometric mean, its interval, middle 80 %."""
    figure.set_size_inches(6.4, 5.6)
    test, train = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    n = result["examples"]
    for axes, part in (test, "test"), (train, "train"):
        for name, (color, marker, linestyle) in LOOKS.items():
            if part == "train" and name == "shortest":
                continue  # the same as that of the flexible fit
            mean, low, high, tenth, ninetieth = numpy.array(result[part][name]).T
            if name != "shortest":
                axes.fill_between(n, tenth, ninetieth, color=color, alpha=0.15, linewidth=0)
            look = {"color": color, "marker": marker, "linestyle": linestyle}
            axes.errorbar(n, mean, [mean - low, high - mean], capsize=2, **look)
        axes.axhline(result["noise_variance"], color=INK, linewidth=1, linestyle=":")
    test.set(xscale="log", yscale="log", ylim=(3e-3, 1e6), ylabel="test loss (log scale)")
    train.set(yscale="log", ylim=(5e-4, 0.3), ylabel="training loss", xlabel="training examples (log scale)")
    train.set_xticks(n, n)
    train.minorticks_off()
    labels = {"flexible": (23, 2), "line": (60, 0.2), "parabola": (6.6, 0.0042), "shortest": (3.1, 0.012)}
    for name, place in labels.items():
        test.text(*place, name, color=LOOKS[name][0])
    test.text(100, 0.0085, "noise", ha="right", va="top")
