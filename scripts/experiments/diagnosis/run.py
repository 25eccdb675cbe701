"""Does the general guide name the right cause, and does it need its comparison runs?

Every task is a classification problem of its own: blobs of points in ten dimensions, several to a class. On each one
a sound run and eight others are made; in each of these we planted one thing that is wrong. The guide sees losses only.
A cause counts as true if its remedy helps, and more than the other remedies do: all are tried on every run.
"""

from math import inf, log
from statistics import fmean

import torch

from scripts.evidence.chance import generator
from scripts.experiments.diagnosis.causes import CAUSES, FAULTS, REMEDIES, by_task, of_true
from scripts.experiments.diagnosis.tasks import (
    HALF,
    WIDE,
    WIDTH,
    deal_out_labels,
    fit,
    fit_kinds,
    make_tasks,
    off_by_one,
    uniform,
)
from snippets.diagnose import LEAVES, diagnose

WIDTHS = HALF, WIDTH, WIDE
SMALL = [{"hidden": (width,)} for width in (1, 2, 3)]
SMALLER = [{"hidden": (1,), "rate": 0.0}, *SMALL[:2]]  # smaller than one unit: an untrained network, which guesses
POOR = [  # optimizers that fail on a network which is able
    {"optimizer": "SGD", "rate": 0.01},
    {"optimizer": "SGD", "rate": 0.02},
    {"optimizer": "Adam", "rate": 0.0003},
    {"optimizer": "Adam", "rate": 0.0006},
    {"optimizer": "Adam", "rate": 1.0},
    {"optimizer": "SGD", "rate": 0.1, "hidden": (32,) * 8},
]
WITH_SMALLER = [kind | {"hidden": HALF} for kind in POOR]
WITH_BIGGER = [*(kind | {"hidden": WIDE} for kind in POOR[:-1]), POOR[-1] | {"hidden": (32,) * 12}]
BETTER = [{}] * 5 + [{"rate": 0.003, "gain": 6**0.5, "hidden": (32,) * 8}]  # He's initialization for the deep one
OTHER = {"optimizer": "SGD", "rate": 1.0}
SPLIT = 0.9  # for losses alone: a training loss above this share of a guess's is put down to the optimizer; tuned


def walk(tasks, own, part, **others):
    """The leaf to which the guide leads each run; others: the final losses of its comparison runs."""
    leaves = []
    for task, classes in enumerate(tasks.classes):
        losses = [own[name][task].tolist() for name in ("train", "validation", part)]
        given = {name: float(ends[task]) for name, ends in others.items()}
        leaves.append(diagnose(*losses, guess=log(classes), **given)[0])
    return leaves


def decide_by_threshold(tasks, own, leaves):
    """Where the guide asks for another run, a threshold on the training loss decides in its place."""
    high = own["end"].cpu() > SPLIT * torch.tensor(tasks.classes).log()
    guesses = ["optimization" if above else "model bias" for above in high]
    return [guess if leaf == "cannot tell" else leaf for leaf, guess in zip(leaves, guesses, strict=True)]


def is_true(cause, gains, helps):
    """Whether the cause that we planted is the one whose remedy helps; gains: points of test accuracy per remedy."""
    best = max(gains, key=gains.get)
    return gains[best] < helps if cause == "healthy" else gains[best] >= helps and best == REMEDIES[CAUSES.index(cause)]


def run(
    device, seed, *, repeats=100, steps=400, batch_size=32, examples=(300, 1000), few=(20, 80), one_batch=8, helps=5.0
):
    tasks = make_tasks(device, seed, repeats, steps, batch_size)
    sizes = [[int(uniform(*bounds, generator(seed, task, 2))) for bounds in (examples, few)] for task in range(repeats)]
    many, little = ([tasks.rows["pool"][: size[place]] for size in sizes] for place in (0, 1))
    pool, batch = [tasks.rows["pool"]] * repeats, [tasks.rows["pool"][:one_batch]] * repeats
    target = [tasks.rows["target pool"][: size[0]] for size in sizes]
    dealt = deal_out_labels(tasks)

    half, sound, wide = (fit(tasks, many, hidden=hidden) for hidden in WIDTHS)
    few_half, few_sound, few_wide = (fit(tasks, little, hidden=hidden) for hidden in WIDTHS)
    smaller, small = (fit_kinds(tasks, many, kinds) for kinds in (SMALLER, SMALL))
    poor_smaller, poor, poor_bigger = (fit_kinds(tasks, many, kinds) for kinds in (WITH_SMALLER, POOR, WITH_BIGGER))
    other, more, learned = fit(tasks, many, **OTHER), fit(tasks, pool), fit(tasks, batch)
    broken = [fit(tasks, many, hidden=hidden, loss=off_by_one) for hidden in WIDTHS]
    mixed = [fit(dealt, many, hidden=hidden) for hidden in WIDTHS]
    linear, none = fit(tasks, many, hidden=())["end"], torch.full((repeats,), inf)
    others = {  # what else the run may be compared with, in place of the smaller model
        "model bias": {"bigger": none, "same optimizer": smaller["end"], "not contained": linear},
        "optimization": {"bigger": none, "same optimizer": poor_smaller["end"], "not contained": linear},
    }
    runs = {  # a smaller model, itself, a bigger model, one batch
        "model bias": [smaller, small, sound, fit_kinds(tasks, batch, SMALL)],
        "optimization": [half, poor, poor_bigger, fit_kinds(tasks, batch, POOR)],
        "overfitting": [few_half, few_sound, few_wide, learned],
        "mismatch": [half, sound, wide, learned],
        "healthy": [half, sound, wide, learned],
        "not a number": [fit(tasks, many, optimizer="SGD", rate=100.0)] * 4,
        "wrong start": [fit(tasks._replace(x=50 * tasks.x), many)] * 4,
        "broken step": [*broken, fit(tasks, batch, loss=off_by_one)],
        "unrelated labels": [fit(dealt, little)] * 4,
        "too many unrelated labels": [*mixed, fit(dealt, batch)],
    }
    remedied = {  # in the order of REMEDIES
        "model bias": [sound, fit_kinds(tasks, many, SMALL, **OTHER), fit_kinds(tasks, pool, SMALL)],
        "optimization": [poor_bigger, fit_kinds(tasks, many, BETTER), fit_kinds(tasks, pool, POOR)],
        "overfitting": [few_wide, fit(tasks, little, **OTHER), sound],
        "mismatch": [wide, other, more, fit(tasks, target)],
        "healthy": [wide, other, more],
    }

    tests = {cause: "target test" if cause == "mismatch" else "test" for cause in runs}
    leaves, undecided, alone, compared, gains = {}, {}, {}, {}, {}
    for cause, (less, own, bigger, learns) in runs.items():
        ends = {"smaller": less["end"], "one_batch": learns["end"], "bigger": bigger["end"]}
        leaves[cause] = walk(tasks, own, tests[cause], **ends)
        if cause in CAUSES:
            undecided[cause] = walk(tasks, own, tests[cause])
            alone[cause] = decide_by_threshold(tasks, own, undecided[cause])
            scores = [each[tests[cause], "accuracy"] for each in (own, *remedied[cause])]
            gains[cause] = {name: (s - scores[0]).tolist() for name, s in zip(REMEDIES, scores[1:], strict=False)}
        if cause in others:
            sets = {name: ends | {"smaller": end} for name, end in others[cause].items()}
            compared[cause] = {name: walk(tasks, own, "test", **given) for name, given in sets.items()}
            compared[cause] |= {"alone": alone[cause], "guide": leaves[cause]}
    true = {cause: [is_true(cause, row, helps) for row in by_task(rows)] for cause, rows in gains.items()}
    return {
        "leaves": leaves,  # where the guide leads (tasks,)
        "alone": alone,  # the same with a threshold in place of the comparison runs (tasks,)
        "compared": compared,  # the same with other comparison runs (tasks,)
        "gains": gains,  # points of test accuracy (tasks,)
        "true": true,  # whether the planted cause is the one whose remedy helps (tasks,)
        **summary(leaves, undecided, alone, compared, gains, true),
    }


def share(leaves, leaf):
    return 100 * leaves.count(leaf) / max(1, len(leaves))


def named(leaves):
    return {leaf: share(leaves, leaf) for leaf in LEAVES}


def summary(leaves, undecided, alone, compared, gains, true):
    """What the text quotes: percentages of the runs whose cause is true, and means over all."""
    kept = {cause: of_true(found, true.get(cause, [True] * len(found))) for cause, found in leaves.items()}
    pooled = [leaf for cause in CAUSES for leaf in kept[cause]]
    return {
        "runs": sum(map(len, true.values())),
        "true_runs": len(pooled),
        "true_of": {cause: sum(found) for cause, found in true.items()},
        "named": {cause: named(found) for cause, found in kept.items()},
        "right": {cause: share(found, cause) for cause, found in kept.items()},
        "right_alone": {cause: share(of_true(alone[cause], true[cause]), cause) for cause in CAUSES},
        "compared_named": {
            cause: {name: named(of_true(found, true[cause])) for name, found in sets.items()}
            for cause, sets in compared.items()
        },
        "undecided": share([leaf for c in CAUSES for leaf in of_true(undecided[c], true[c])], "cannot tell"),
        "false_alarms": sum(share(pooled, leaf) for leaf in FAULTS),
        "mean_gain": {cause: {name: fmean(row) for name, row in rows.items()} for cause, rows in gains.items()},
    }
