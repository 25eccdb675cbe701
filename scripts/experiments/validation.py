"""Why is the model that won on the validation set, or on the public leaderboard, worse on fresh data?

Many models learn from the same few examples: ridge regressions on random ReLU features, each with its own features,
width and penalty. One is chosen by its score on a validation set, or on the public part of the test set. How good
does it look there, and how good is it on the private part? Two sources of data: the 8×8 digits, split anew in every
repeat, and a random teacher network with new examples in every repeat.
"""

from statistics import fmean

import torch
from sklearn.datasets import load_digits
from torch.nn.functional import one_hot

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Family
from scripts.marks import doubling_axis, mean_and_reach
from scripts.paired import minus
from scripts.style import INK
from snippets.random_features import random_relu

SOURCES = "digits", "teacher"
SETS = "validation", "public", "private"
CHOOSERS = SETS[:2]


def shuffled_digits(chance, examples):
    pixels, labels = load_digits(return_X_y=True)
    order = torch.randperm(len(labels), generator=chance)[:examples]
    return torch.tensor(pixels, dtype=torch.float32)[order] / 16, torch.tensor(labels)[order]


def teacher(chance, examples, inputs, units, classes):
    """New examples, and the largest output of a new random network as their labels."""
    x = torch.randn(examples, inputs, generator=chance)
    outputs = random_relu(x, units, chance) @ torch.randn(units, classes, generator=chance)
    return x, (outputs - outputs.mean(0)).argmax(1)


def ridge(inputs, targets, penalty):
    """The parameters θ that minimize |inputs θ - targets|² + penalty |θ|²: (features, outputs)."""
    curvature = inputs.T @ inputs
    curvature.diagonal().add_(penalty)
    return torch.linalg.solve(curvature, inputs.T @ targets)


def right_answers(x, y, train, models, widths, penalties, chance, alike=None):
    """Which examples each model classifies correctly, after learning from the first `train`: (models, examples).

    Width and penalty are drawn on a log scale. With `alike`, all models share that many random features.
    """
    targets = one_hot(y[:train]).to(x.dtype)
    draws = torch.rand(models, 2, generator=chance).tolist()
    shared = random_relu(x, alike, chance) if alike else None
    right = []
    for width, penalty in draws:
        features = random_relu(x, round(between(widths, width)), chance) if shared is None else shared
        theta = ridge(features[:train], targets, between(penalties, penalty))
        right.append((features @ theta).argmax(1) == y)
    return torch.stack(right)


def between(ends, share):
    low, high = ends
    return low * (high / low) ** share


def percent(right):
    return 100 * right.double().mean(1)


def scores_of_winners(scores, chosen_by, counts):
    """The mean score of the best of each `count` models, over all groups of that size: {scored on: (counts,)}."""
    means = {scored_on: [] for scored_on in SETS}
    for count in counts:
        groups = {name: values.view(-1, count) for name, values in scores.items()}
        winners = groups[chosen_by].argmax(1, keepdim=True)
        for scored_on, column in means.items():
            column.append(round(groups[scored_on].gather(1, winners).mean().item(), 2))
    return means


def run(
    device,
    seed,
    *,
    repeats=400,
    train=120,
    held_out=50,
    sizes=(25, 50, 100, 200, 400),
    counts=(1, 4, 16, 64),
    widths=(16, 128),
    penalties=(0.01, 10.0),
    alike=64,
    examples=1170,
    teacher_inputs=8,
    teacher_units=32,
    teacher_classes=4,
):
    start = train + held_out  # of the test set: its public part comes first
    score = {source: {by: {on: [] for on in SETS} for by in CHOOSERS} for source in (*SOURCES, "alike")}
    by_size = {source: [] for source in SOURCES}
    best = {source: [] for source in SOURCES}
    for repeat in range(repeats):
        digits = shuffled_digits(generator(seed, repeat, 0), examples)
        drawn = teacher(generator(seed, repeat, 1), examples, teacher_inputs, teacher_units, teacher_classes)
        for number, (source, (x, y)) in enumerate({"digits": digits, "teacher": drawn, "alike": digits}.items()):
            chance, shared = generator(seed, repeat, 2, number), alike if source == "alike" else None
            right = right_answers(
                x.to(device), y.to(device), train, counts[-1], widths, penalties, chance, shared
            ).cpu()
            public = {size: percent(right[:, start : start + size]) for size in sizes}
            private = percent(right[:, start + sizes[-1] :])
            scores = {"validation": percent(right[:, train:start]), "public": public[held_out], "private": private}
            for chosen_by in CHOOSERS:
                for scored_on, means in scores_of_winners(scores, chosen_by, counts).items():
                    score[source][chosen_by][scored_on].append(means)
            if source in SOURCES:
                by_size[source].append([(row.max() - private[row.argmax()]).item() for row in public.values()])
                best[source].append(private.max().item())

    def columns(rows):
        return [list(column) for column in zip(*rows, strict=True)]

    score = {
        source: {by: {on: columns(rows) for on, rows in parts.items()} for by, parts in choices.items()}
        for source, choices in score.items()
    }
    return {
        "score": score,  # source, chosen by, scored on: (counts, repeats)
        "by_size": {source: columns(rows) for source, rows in by_size.items()},  # public - private: (sizes, repeats)
        "mean": {
            source: {by: {on: [fmean(row) for row in rows] for on, rows in parts.items()} for by, parts in rest.items()}
            for source, rest in score.items()
        },
        "mean_gap_by_size": {source: [fmean(column) for column in columns(rows)] for source, rows in by_size.items()},
        "best": {source: fmean(values) for source, values in best.items()},
        "counts": counts,
        "sizes": sizes,
        "models": counts[-1],
        "private_size": examples - start - sizes[-1],
        "standard_error": 100 * (0.9 * 0.1 / held_out) ** 0.5,  # of a score of 90 %
    }


MATTERS = 2.0  # percentage points: one of the fifty examples of the public set
MATTERS_PER_DOUBLING = 0.5  # twenty doublings, a million models, would make ten points


def gap(result, source, chosen_by, upper, lower="private"):
    """How much better the winner scores on one set than on another: (counts, repeats)."""
    score = result["score"][source][chosen_by]
    return [minus(*rows) for rows in zip(score[upper], score[lower], strict=True)]


def family(kind, delta, values, unit="points"):
    return Family({source: kind(values(source), unit, delta) for source in SOURCES})


def claim_choosing_by_the_public_score_flatters_it(result):
    """The model chosen by its public test score looks better on the public set than on the private set.

    Slot 09. Scope: best of [[models]] ridge regressions on random features; [[train]] training, [[held_out]] public and
    [[private_size]] private examples; [[repeats]] repeats. Digits: the interval covers the split and the models, not
    new writers. Teacher: it covers everything, each repeat draws a new teacher and new data.
    """
    return family(Effect, MATTERS, lambda source: gap(result, source, "public", "public")[-1])


def slopes(result, source):
    """Points of public minus private score per doubling of the number of models, by least squares: (repeats,)."""
    doublings = torch.tensor([float(count) for count in result["counts"]]).log2()
    away = (doublings - doublings.mean()).double()
    gaps = torch.tensor(gap(result, source, "public", "public")).double()
    return (away @ gaps / away.square().sum()).tolist()


def claim_the_flattery_grows_with_the_number_of_models(result):
    """The more models compete, the more the public score of the winner exceeds its private score.

    Slot 09. Figure: gap. Scope: slope from one model to [[models]]; [[held_out]] public examples; [[repeats]] repeats.
    Digits: the interval covers the split and the models. Teacher: everything is drawn anew.
    """
    return family(Effect, MATTERS_PER_DOUBLING, lambda source: slopes(result, source), "points per doubling")


def claim_choosing_by_validation_keeps_the_public_score_honest(result):
    """The model chosen by its validation score does as well on the public set as on the private set, in expectation.

    Slot 09. Scope: best of [[models]] models on [[held_out]] validation examples; [[repeats]] repeats. Digits: the
    interval covers the split and the models. Teacher: everything is drawn anew.
    """
    return family(Equivalence, MATTERS, lambda source: gap(result, source, "validation", "public")[-1])


def claim_the_validation_score_of_the_winner_is_too_good(result):
    """The validation score of the model that was chosen by it is better than that model's test score.

    Slot 09. Scope: best of [[models]] models on [[held_out]] validation examples, its score there less that on the
    private set; [[repeats]] repeats. Digits: the interval covers the split and the models. Teacher: everything is drawn
    anew.
    """
    return family(Effect, MATTERS, lambda source: gap(result, source, "validation", "validation")[-1])


def claim_choosing_by_the_public_score_chooses_as_well(result):
    """The model chosen by its public score is as good on private data as the one chosen by validation.

    Slot 09. Scope: best of [[models]] models; [[held_out]] public and as many validation examples; [[repeats]] repeats.
    Digits: the interval covers the split and the models. Teacher: everything is drawn anew.
    """

    def difference(source):
        score = result["score"][source]
        return minus(score["public"]["private"][-1], score["validation"]["private"][-1])

    return family(Equivalence, MATTERS, difference)


def claim_a_larger_public_set_is_flattered_less(result):
    """A larger public set is flattered less.

    Slot 09. Figure: gap. Scope: best of [[models]] models; public minus private score with [[sizes.0]] public examples
    less that with [[sizes.4]]; [[repeats]] repeats. Digits: the interval covers the split and the models. Teacher:
    everything is drawn anew.
    """
    return family(Effect, MATTERS, lambda source: minus(result["by_size"][source][0], result["by_size"][source][-1]))


def claim_similar_models_flatter_less(result):
    """The more alike the models are, the less their number flatters the winner.

    Slot 09. Figure: gap. Scope: [[models]] models with features of their own against as many that share [[alike]]
    features and differ in the penalty only, on the same splits of the digits; the score that chose minus the private
    score, mean of choosing by the public and by the validation set; [[repeats]] repeats.
    """
    gaps = [
        [fmean(pair) for pair in zip(*[gap(result, source, by, by)[-1] for by in CHOOSERS], strict=True)]
        for source in ("digits", "alike")
    ]
    return Effect(minus(*gaps), unit="points", delta=MATTERS)


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
        if source in SOURCES:
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
