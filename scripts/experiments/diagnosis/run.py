"""Does the general guide name the right cause, and does it need its comparison runs?

Every task is a problem of its own; on each one a sound run is made and others with one thing planted that is wrong, or
with labels that nothing can know. The guide sees losses only. Where a remedy exists, a planted cause counts as true if
its remedy helps, and more than the other remedies do: all are tried. The thresholds were set on blobs of points, and on
the tasks here they are tried for the first time.
"""

from statistics import fmean

import torch

from scripts.evidence.chance import generator
from scripts.experiments.diagnosis.causes import BLAMED, CAUSES, FAULTS, REMEDIES, RIGHT, UNKNOWABLE, by_task, of_true
from scripts.experiments.diagnosis.normalized import fit_normalized
from scripts.experiments.diagnosis.tasks import (
    HALF,
    WIDE,
    WIDTH,
    deal_out_labels,
    fit,
    fit_kinds,
    make_tasks,
    noisy_amounts,
    noisy_labels,
    off_by_one,
    rare_class,
    uniform,
)
from snippets.diagnose import diagnose
from snippets.guess_loss import guess_loss
from snippets.guide import LEAVES

SETTINGS = {
    "blobs": {"family": "blobs", "repeats": 40},
    "batches of 128": {"batch_size": 128, "repeats": 40},
    "1200 steps": {"steps": 1200, "repeats": 40},
}
WIDTHS = HALF, WIDTH, WIDE
SMALL = [{"hidden": (width,)} for width in (2, 3, 4)]
SMALLER = [{"hidden": (width,)} for width in (1, 2, 3)]
RECIPE = {"optimizer": "Adam", "rate": 0.005}  # that one trusts
POOR = [  # optimizers that fail on a network which is able
    {"optimizer": "SGD", "rate": 0.01},
    {"optimizer": "SGD", "rate": 0.02},
    {"optimizer": "Adam", "rate": 0.0003},
    {"optimizer": "Adam", "rate": 0.0006},
    {"optimizer": "SGD", "rate": 0.1, "hidden": (32,) * 8},
]
UNSTABLE = [  # too large a rate, in three ways
    {"optimizer": "Adam", "rate": 1.0},
    {"optimizer": "SGD", "rate": 10.0},
    {"optimizer": "SGD", "rate": 2.0, "momentum": 0.9},
]
WITH_SMALLER = [kind | {"hidden": HALF} for kind in POOR]
WITH_BIGGER = [*(kind | {"hidden": WIDE} for kind in POOR[:-1]), POOR[-1] | {"hidden": (32,) * 12}]
BETTER = [{}] * 4 + [{"rate": 0.003, "gain": 6**0.5, "hidden": (32,) * 8}]  # He's initialization for the deep one
OTHER = {"optimizer": "SGD", "rate": 1.0}
SPLIT = 0.9  # for losses alone: a training loss above this share of a guess's is put down to the optimizer; tuned


def walk(tasks, rows, own, part, batch=(), **others):
    """The leaf to which the guide leads each run; others: the final losses of its comparison runs."""
    leaves, labels = [], [tasks.y[task, at] for task, at in enumerate(rows)]
    for task, known in enumerate(labels):
        losses = [own[name][task].tolist() for name in ("train", "validation", part)]
        given = {name: float(ends[task]) for name, ends in others.items()}
        given |= guess_loss(known) | {"untrained": losses[0][0]}
        given["evaluated"] = float(own["evaluated"][task])
        if "one_batch" in given:
            given["one_batch_guess"] = guess_loss(tasks.y[task, batch[task]])["guess"]
        leaves.append(diagnose(*losses, **given)[0])
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


def of_both(labels, rows, count):
    """So many rows, half of them of the second class (or as many as there are), whose first examples they are."""
    own = labels[rows].to(rows.device)
    rarer = rows[own == 1][: count // 2]
    return torch.cat([rarer, rows[own == 0][: count - len(rarer)]])


def all_runs(tasks, rows, batch, widths=WIDTHS, **how):
    """A run, and those that the guide asks for, as somebody makes them whose code is as it is: in each, `how`."""
    less, own, more = (fit(tasks, rows, hidden=hidden, **how) for hidden in widths)
    recipe, heart = fit(tasks, rows, **RECIPE, **how), fit(tasks, batch, **how)
    return {"own": own, "recipe": recipe, "smaller": less, "bigger": more, "one_batch": heart}


def run(
    device, seed, *, repeats=120, steps=400, batch_size=32, examples=(300, 1000), few=(20, 80), one_batch=8, helps=5.0,
    family="waves",
):  # fmt: skip
    tasks = make_tasks(device, seed, repeats, steps, batch_size, family)
    sizes = [[int(uniform(*bounds, generator(seed, task, 2))) for bounds in (examples, few)] for task in range(repeats)]
    many, little = ([tasks.rows["pool"][: size[place]] for size in sizes] for place in (0, 1))
    pool, batch = [tasks.rows["pool"]] * repeats, [tasks.rows["pool"][:one_batch]] * repeats
    target = [tasks.rows["target pool"][: size[0]] for size in sizes]
    dealt, missing = deal_out_labels(tasks), tasks.x.clone()
    missing[:, tasks.rows["pool"][7], 3] = torch.nan
    rare, shifted = rare_class(tasks), tasks._replace(x=10 + 5 * tasks.x)
    both = [of_both(labels, rows, one_batch) for labels, rows in zip(rare.y, many, strict=True)]

    sound, scarce = all_runs(tasks, many, batch), all_runs(tasks, little, batch)
    poor_smaller, poor, poor_bigger = (fit_kinds(tasks, many, kinds) for kinds in (WITH_SMALLER, POOR, WITH_BIGGER))
    linear, none = fit(tasks, many, hidden=())["end"], torch.full((repeats,), 1e9)
    runs = {
        "model bias": {
            "own": fit_kinds(tasks, many, SMALL),
            "recipe": fit_kinds(tasks, many, SMALL, **RECIPE),
            "smaller": fit_kinds(tasks, many, SMALLER),
            "bigger": sound["own"],
            "one_batch": fit_kinds(tasks, batch, SMALL),
        },
        "optimization": {
            "own": poor,
            "recipe": fit_kinds(tasks, many, POOR, **RECIPE),
            "smaller": sound["smaller"],
            "bigger": poor_bigger,
            "one_batch": fit_kinds(tasks, batch, POOR),
        },
        "overfitting": scarce,
        "mismatch": sound,
        "healthy": sound,
        "not a number": {"own": fit(tasks._replace(x=missing), many)},
        "wrong start": {"own": fit(tasks._replace(x=50 * tasks.x), many)},
        "unstable": {"own": fit_kinds(tasks, many, UNSTABLE)},
        "evaluation mode": {"own": fit_normalized(shifted, many, momentum=0.0001)},
        "broken step": all_runs(tasks, many, batch, loss=off_by_one),
        "unrelated labels": all_runs(dealt, little, batch),
        "too many unrelated labels": all_runs(dealt, many, batch),
        "noisy labels": all_runs(noisy := noisy_labels(tasks), many, batch),
        "noisy numbers": all_runs(amounts := noisy_amounts(tasks), many, batch),
        "rare class": all_runs(rare, many, both),
        "batch norm": {"own": fit_normalized(shifted, many, momentum=0.1)},
    }
    data = {"noisy labels": noisy, "noisy numbers": amounts, "rare class": rare}
    data |= {"unrelated labels": dealt, "too many unrelated labels": dealt}
    others = {  # what else the run may be compared with
        "model bias": {
            "bigger": {"smaller": none},
            "same optimizer": {"smaller": runs["model bias"]["smaller"]["end"]},
            "not contained": {"smaller": linear},
        },
        "optimization": {
            "bigger": {"smaller": none},
            "same optimizer": {"smaller": poor_smaller["end"]},
            "not contained": {"smaller": linear},
        },
    }
    remedied = {  # in the order of REMEDIES
        "model bias": [sound["own"], fit_kinds(tasks, many, SMALL, **OTHER), fit_kinds(tasks, pool, SMALL)],
        "optimization": [poor_bigger, fit_kinds(tasks, many, BETTER), fit_kinds(tasks, pool, POOR)],
        "overfitting": [scarce["bigger"], fit(tasks, little, **OTHER), sound["own"]],
        "mismatch": [sound["bigger"], fit(tasks, many, **OTHER), fit(tasks, pool), fit(tasks, target)],
    }
    remedied["healthy"] = remedied["mismatch"][:-1]

    tests = {cause: "target test" if cause == "mismatch" else "test" for cause in runs}
    leaves, undecided, alone, compared, gains = {}, {}, {}, {}, {}
    for cause, made in runs.items():
        rows = little if cause in ("overfitting", "unrelated labels") else many
        ends = {name: each["end"] for name, each in made.items() if name != "own"}
        how = data.get(cause, tasks), rows, made["own"], tests[cause], both if cause == "rare class" else batch
        leaves[cause] = walk(*how, **ends)
        if cause in CAUSES:
            undecided[cause] = walk(*how)
            alone[cause] = decide_by_threshold(tasks, made["own"], undecided[cause])
            scores = [each[tests[cause], "accuracy"] for each in (made["own"], *remedied[cause])]
            gains[cause] = {name: (s - scores[0]).tolist() for name, s in zip(REMEDIES, scores[1:], strict=False)}
        if cause in others:
            given = {name: end for name, end in ends.items() if name in ("one_batch", "bigger")}
            sets = others[cause] | {name: {name: ends[name]} for name in ("smaller", "recipe")}
            sets["recipe"] |= {"smaller": none}
            compared[cause] = {name: walk(*how, **given, **some) for name, some in sets.items()}
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


def share(leaves, *these):
    return 100 * sum(leaf in these for leaf in leaves) / max(1, len(leaves))


def named(leaves):
    return {leaf: share(leaves, leaf) for leaf in [*LEAVES, "cannot tell"]}


def summary(leaves, undecided, alone, compared, gains, true):
    """What the text quotes: percentages of the runs whose cause is true, and means over all."""
    kept = {cause: of_true(found, true.get(cause, [True] * len(found))) for cause, found in leaves.items()}
    pooled = [leaf for cause in CAUSES for leaf in kept[cause]]
    return {
        "runs": sum(map(len, true.values())),
        "true_runs": len(pooled),
        "true_of": {cause: sum(found) for cause, found in true.items()},
        "named": {cause: named(found) for cause, found in kept.items()},
        "right": {cause: share(kept[cause], *these) for cause, these in RIGHT.items()},
        "right_alone": {cause: share(of_true(alone[cause], true[cause]), *RIGHT[cause]) for cause in CAUSES},
        "blamed": {cause: share(kept[cause], *BLAMED) for cause in UNKNOWABLE},
        "compared_named": {
            cause: {name: named(of_true(found, true[cause])) for name, found in sets.items()}
            for cause, sets in compared.items()
        },
        "compared_right": {
            cause: {name: share(of_true(found, true[cause]), *RIGHT[cause]) for name, found in sets.items()}
            for cause, sets in compared.items()
        },
        "undecided": share([leaf for c in CAUSES for leaf in of_true(undecided[c], true[c])], "cannot tell"),
        "false_alarms": share(pooled, *FAULTS),
        "mean_gain": {cause: {name: fmean(row) for name, row in rows.items()} for cause, rows in gains.items()},
    }
