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

from scripts.evidence.chance import generator
from snippets.random_features import random_relu

SOURCES = "digits", "teacher"
SETS = "validation", "public", "private"
CHOOSERS = SETS[:2]
SETTINGS = {
    "60 training examples": {"train": 60, "repeats": 100},
    "100 held-out examples": {"held_out": 100, "repeats": 100},
    "16 models": {"counts": (1, 2, 4, 16), "repeats": 100},
}


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
