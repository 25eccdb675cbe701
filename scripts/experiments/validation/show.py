"""How far the score that chose a model exceeds its score on fresh data."""

from statistics import fmean

from scripts.evidence.marks import doubling_axis, mean_and_reach
from scripts.evidence.paired import minus, slope_per_doubling
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import INK

MATTERS = 2.0  # percentage points: one of the fifty examples of the public set
MATTERS_PER_DOUBLING = 0.5  # twenty doublings, a million models, would make ten points


def gap(result, source, chosen_by, upper, lower="private"):
    """How much better the winner scores on one set than on another: (counts, repeats)."""
    score = result["score"][source][chosen_by]
    return [minus(*rows) for rows in zip(score[upper], score[lower], strict=True)]


def family(result, kind, delta, values, unit="points"):
    """The same claim for each source of data; values: a function from its name to a number for each repeat."""
    return Family({source: kind(values(source), unit, delta) for source in result["by_size"]})


def claim_choosing_by_the_public_score_flatters_it(result):
    """The model chosen by its public test score looks better on the public set than on the private set.

    Slot 09. Scope: best of [[models]] ridge regressions on random features; [[train]] training, [[held_out]] public and
    [[private_size]] private examples; [[repeats]] repeats. Digits: the interval covers the split and the models, not
    new writers. Teacher: it covers everything, each repeat draws a new teacher and new data.
    """
    return family(result, Effect, MATTERS, lambda source: gap(result, source, "public", "public")[-1])


def claim_the_flattery_grows_with_the_number_of_models(result):
    """The more models compete, the more the public score of the winner exceeds its private score.

    Slot 09. Figure: gap. Scope: slope from one model to [[models]]; [[held_out]] public examples; [[repeats]] repeats.
    Digits: the interval covers the split and the models. Teacher: everything is drawn anew.
    """

    def slopes(source):
        return slope_per_doubling(result["counts"], gap(result, source, "public", "public"))

    return family(result, Effect, MATTERS_PER_DOUBLING, slopes, "points per doubling")


def claim_choosing_by_validation_keeps_the_public_score_honest(result):
    """The model chosen by its validation score does as well on the public set as on the private set, in expectation.

    Slot 09. Known: by symmetry. Scope: best of [[models]] models on [[held_out]] validation examples; [[repeats]]
    repeats. Digits: the interval covers the split and the models. Teacher: everything is drawn anew.
    """
    return family(result, Equivalence, MATTERS, lambda source: gap(result, source, "validation", "public")[-1])


def claim_the_validation_score_of_the_winner_is_too_good(result):
    """The validation score of the model that was chosen by it is better than that model's test score.

    Slot 09. Scope: best of [[models]] models on [[held_out]] validation examples, its score there less that on the
    private set; [[repeats]] repeats. Digits: the interval covers the split and the models. Teacher: everything is drawn
    anew.
    """
    return family(result, Effect, MATTERS, lambda source: gap(result, source, "validation", "validation")[-1])


def claim_choosing_by_the_public_score_chooses_as_well(result):
    """The model chosen by its public score is as good on private data as the one chosen by validation.

    Slot 09. Known: by symmetry. Scope: best of [[models]] models; [[held_out]] public and as many validation examples;
    [[repeats]] repeats. Digits: the interval covers the split and the models. Teacher: everything is drawn anew.
    """

    def difference(source):
        score = result["score"][source]
        return minus(score["public"]["private"][-1], score["validation"]["private"][-1])

    return family(result, Equivalence, MATTERS, difference)


def claim_a_larger_public_set_is_flattered_less(result):
    """A larger public set is flattered less.

    Slot 09. Figure: gap. Scope: best of [[models]] models; public minus private score with [[sizes.0]] public examples
    less that with [[sizes.4]]; [[repeats]] repeats. Digits: the interval covers the split and the models. Teacher:
    everything is drawn anew.
    """
    gaps = result["by_size"]
    return family(result, Effect, MATTERS, lambda source: minus(gaps[source][0], gaps[source][-1]))


def claim_similar_models_flatter_less(result):
    """The more alike the models are, the less their number flatters the winner.

    Slot 09. Figure: gap. Scope: [[models]] models with features of their own against as many that share [[alike]]
    features and differ in the penalty only, on the same splits of the digits; the score that chose minus the private
    score, mean of choosing by the public and by the validation set; [[repeats]] repeats.
    """

    def flattery(source):
        both = [gap(result, source, by, by)[-1] for by in ("validation", "public")]
        return [fmean(pair) for pair in zip(*both, strict=True)]

    return Effect(minus(flattery("digits"), flattery("alike")), unit="points", delta=MATTERS)


LOOKS = {"digits": ("C0", "o"), "teacher": ("C1", "s"), "alike": ("C2", "^")}


def curve(axes, places, rows, **look):
    means, reaches = zip(*map(mean_and_reach, rows), strict=True)
    axes.errorbar(places, means, reaches, capsize=3, markersize=7, **look)


def draw(figure, result):
    looks = {"validation": ("C2", "^"), "public": ("C1", "o"), "private": ("C0", "s")}
    panels = figure.subplots(1, 2, sharey=True)
    for axes, chosen_by in zip(panels, ("public", "validation"), strict=True):
        for scored_on, (color, marker) in looks.items():
            rows = result["score"]["digits"][chosen_by][scored_on]
            solid = {} if scored_on == chosen_by else {"linestyle": "--", "fillstyle": "none"}
            curve(axes, result["counts"], rows, color=color, marker=marker, label=f"{scored_on} set", **solid)
        doubling_axis(axes, result["counts"], f"chosen by {chosen_by} score")
    figure.supxlabel("number of models to choose from", size=12)
    panels[0].set_ylabel("accuracy (%)")
    panels[1].legend(loc="lower right")


def draw_gap(figure, result):
    left, right = figure.subplots(1, 2, sharey=True)
    for axes in (left, right):
        axes.axhline(0, color=INK, linewidth=1)
    for source, (color, marker) in LOOKS.items():
        rows = gap(result, source, "public", "public")
        curve(left, result["counts"], rows, color=color, marker=marker)
        if source in result["by_size"]:
            honest = gap(result, source, "validation", "public")
            curve(left, result["counts"], honest, color=color, marker=marker, linestyle=":", fillstyle="none")
            curve(right, result["sizes"], result["by_size"][source], color=color, marker=marker, label=source)
    left.annotate("chosen by validation", (1, 0), (0, -20), textcoords="offset points", color=INK, size=11)
    left.set_ylim(-2.8, None)
    left.plot([], [], color="C2", marker="^", label="digits, models alike")
    doubling_axis(left, result["counts"], "models to choose from")
    doubling_axis(right, result["sizes"], "examples in the public set")
    left.set_ylabel("public minus private (points)")
    right.legend(loc="upper right")
    left.legend(loc="upper left", fontsize=11, handletextpad=0.4)
