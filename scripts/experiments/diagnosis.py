"""Does the general guide name the right cause, and does it need its comparison runs?

Every task is a classification problem of its own: blobs of points in ten dimensions, several to a class. On each one
a sound run and eight others are made; in each of these we planted one thing that is wrong. The guide sees losses only.
A cause counts as true if its remedy helps, and more than the other remedies do: all are tried on every run.
"""

from functools import partial
from math import inf, log
from statistics import fmean

import torch
from matplotlib.patches import Rectangle

from scripts.chance import generator
from scripts.evidence import Effect, Family, Proportion
from scripts.experiments._blob_tasks import (
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
from scripts.paired import minus
from scripts.style import FAINT, INK, PAPER
from snippets.diagnose import LEAVES, diagnose

CAUSES = ["model bias", "optimization", "overfitting", "mismatch", "healthy"]
REMEDIES = ["bigger model", "other optimizer", "more data", "target data"]
FAULTS = ["not a number", "wrong start", "broken step", "unrelated labels"]

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
    dealt, wrong_code = deal_out_labels(tasks), partial(off_by_one, batch_size=batch_size)

    half, sound, wide = (fit(tasks, many, hidden=hidden) for hidden in WIDTHS)
    few_half, few_sound, few_wide = (fit(tasks, little, hidden=hidden) for hidden in WIDTHS)
    smaller, small = (fit_kinds(tasks, many, kinds) for kinds in (SMALLER, SMALL))
    poor_smaller, poor, poor_bigger = (fit_kinds(tasks, many, kinds) for kinds in (WITH_SMALLER, POOR, WITH_BIGGER))
    other, more, learned = fit(tasks, many, **OTHER), fit(tasks, pool), fit(tasks, batch)
    broken = [fit(tasks, many, hidden=hidden, loss=wrong_code) for hidden in WIDTHS]
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
        "broken step": [*broken, fit(tasks, batch, loss=wrong_code)],
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


def by_task(columns):
    """{name: (tasks,)} as one dict per task."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def of_true(values, true):
    return [value for value, is_so in zip(values, true, strict=True) if is_so]


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


MATTERS = 2.0  # points of test accuracy


def accuracies(result, leaves):
    """Per task, the percentage of its runs with a true cause whose cause is named."""
    right = {cause: [leaf == cause for leaf in leaves[cause]] for cause in CAUSES}
    rows = zip(by_task(right), by_task({cause: result["true"][cause] for cause in CAUSES}), strict=True)
    kept = [[row[cause] for cause in CAUSES if true[cause]] for row, true in rows]
    return [100 * fmean(row) if row else None for row in kept]


def brought(result, leaves):
    """Per task, the points of accuracy that the remedy for the named leaf brings, mean over all the planted causes."""
    remedy = dict(zip(CAUSES, REMEDIES, strict=False))
    found = [
        [result["gains"][cause].get(remedy.get(leaf), {task: 0.0})[task] for task, leaf in enumerate(leaves[cause])]
        for cause in CAUSES
    ]
    return [fmean(row) for row in zip(*found, strict=True)]


def right_share(result, cause, leaves, bound, side=1):
    """Of the runs whose cause is true, those in which it is named: one run per task."""
    found = of_true(leaves, result["true"].get(cause, [True] * len(leaves)))
    return Proportion(found.count(cause), len(found), bound, side)


def claim_comparison_runs_beat_thresholds(result):
    """With its comparison runs the guide names the true cause more often than loss thresholds alone do.

    Slot 02. Scope: share of right answers per task, [[true_runs]] runs with a true cause on [[repeats]] independent
    tasks of blobs; small ReLU networks. Thresholds of both set on other tasks.
    """
    both = [accuracies(result, result[leaves]) for leaves in ("leaves", "alone")]
    return Effect(minus(*both), unit="points of accuracy", delta=5.0)


def claim_each_cause_is_named_more_often_than_not(result):
    """The guide names each true cause more often than not.

    Slot 02. Scope: five causes, the runs of [[repeats]] independent tasks in which the remedy for the planted cause
    helps by [[helps:.0f]] points or more, and more than the others.
    """
    return Family({cause: right_share(result, cause, result["leaves"][cause], bound=0.5) for cause in CAUSES})


def claim_following_the_guide_gains_accuracy(result):
    """The remedy that the guide names brings more than the one that loss thresholds alone would choose.

    Slot 02. Scope: test accuracy after the remedy, mean over all [[runs]] runs, whether their planted cause turned out
    to be true or not; [[repeats]] independent tasks. A first check named by mistake brings nothing.
    """
    both = [brought(result, result[leaves]) for leaves in ("leaves", "alone")]
    return Effect(minus(*both), unit="points of test accuracy", delta=MATTERS)


def claim_first_checks_catch_their_faults(result):
    """Each of the first checks catches its fault.

    Slot 02. Figure: confusion. Scope: a learning rate that diverges, unscaled inputs, labels off by one place, and
    labels dealt out at random to few examples; [[repeats]] independent tasks.
    """
    return Family({fault: right_share(result, fault, result["leaves"][fault], bound=0.9) for fault in FAULTS})


def claim_labels_that_cannot_be_memorized_go_unnoticed(result):
    """Random labels go unnoticed where the network cannot learn them by heart: the guide blames optimizer or model.

    Slot 02. Figure: confusion. Scope: [[examples.0]] to [[examples.1]] examples whose labels were dealt out at random,
    the network of the sound run; [[repeats]] independent tasks.
    """
    found = result["leaves"]["too many unrelated labels"]
    return Proportion(sum(leaf in CAUSES[:2] for leaf in found), len(found), bound=0.9)


def claim_a_bigger_model_alone_misleads(result):
    """Compared with a bigger model only, a poor optimizer is mostly taken for something else.

    Slot 02. Figure: comparisons. Scope: the share named rightly, runs in which another optimizer helps; the bigger
    model is trained with the same poor optimizer. [[repeats]] independent tasks.
    """
    found = result["compared"]["optimization"]["bigger"]
    return right_share(result, "optimization", found, bound=0.5, side=-1)


def claim_the_smaller_model_must_be_contained(result):
    """Compared with a smaller model that it does not contain, a model that is too small is mostly taken for a badly
    trained one.

    Slot 02. Figure: comparisons. Scope: the share named rightly, networks with one to three units against a linear
    model, runs in which a bigger model helps. [[repeats]] independent tasks.
    """
    return right_share(result, "model bias", result["compared"]["model bias"]["not contained"], bound=0.5, side=-1)


def claim_each_cause_has_its_own_remedy(result):
    """The remedy for the planted cause brings more than the best of the other remedies.

    Slot 02. Figure: remedies. Scope: test accuracy, all runs with a planted cause, whether their cause turned out to be
    true or not. [[repeats]] independent tasks.
    """
    own = dict(zip(CAUSES, REMEDIES, strict=False))
    leads = {
        cause: [row.pop(own[cause]) - max(row.values()) for row in by_task(result["gains"][cause])] for cause in own
    }
    return Family({cause: Effect(lead, unit="points of test accuracy", delta=MATTERS) for cause, lead in leads.items()})


def shares(axes, proportions, places, color, marker, label):
    """Percentages with their 95 % intervals, one row each."""
    middles = [100 * each.successes / each.repeats for each in proportions]
    ends = [[100 * end for end in each.interval()] for each in proportions]
    reach = [[m - low for m, (low, _) in zip(middles, ends, strict=True)]]
    reach += [[high - m for m, (_, high) in zip(middles, ends, strict=True)]]
    axes.errorbar(middles, places, xerr=reach, color=color, marker=marker, markersize=8, linestyle="none", capsize=4,
                  label=label)  # fmt: skip


def rows(axes, labels):
    axes.set_yticks(range(len(labels)), labels)
    axes.set(ylim=(len(labels) - 0.5, -0.5), xlim=(-3, 103))
    axes.grid(visible=False, axis="y")


def draw(figure, result):
    axes = figure.subplots()
    looks = ("alone", "C1", "s", "losses alone"), ("leaves", "C0", "o", "with comparison runs")
    for shift, (leaves, color, marker, label) in zip((-0.16, 0.16), looks, strict=True):
        found = [right_share(result, cause, result[leaves][cause], 0.5) for cause in CAUSES]
        shares(axes, found, [place + shift for place in range(len(CAUSES))], color, marker, label)
    rows(axes, CAUSES)
    axes.set_xlabel("runs whose cause is named (%)")
    figure.legend(loc="outside upper center", ncols=2)


SETS = {
    "alone": "losses alone",
    "bigger": "bigger only",
    "same optimizer": "smaller, same optimizer",
    "not contained": "linear model",
    "guide": "smaller, sound optimizer",
}


def draw_comparisons(figure, result):
    axes = figure.subplots()
    looks = ("model bias", "C2", "D"), ("optimization", "C3", "^")
    for shift, (cause, color, marker) in zip((-0.16, 0.16), looks, strict=True):
        found = [right_share(result, cause, result["compared"][cause][name], 0.5) for name in SETS]
        shares(axes, found, [place + shift for place in range(len(SETS))], color, marker, cause)
    rows(axes, list(SETS.values()))
    axes.set_xlabel("runs whose cause is named (%)")
    figure.legend(loc="outside upper center", ncols=2)


def table(axes, values, rows, columns, right):
    """Numbers in a grid (None for an empty place), on a field of colour where the row's name has its own column."""
    for i, (name, row) in enumerate(zip(rows, values, strict=True)):
        for j, value in enumerate(row):
            own = right.get(name) == columns[j]
            if value is not None:
                axes.add_patch(Rectangle((j - 0.47, i - 0.47), 0.94, 0.94, color="C0" if own else FAINT, linewidth=0))
                axes.text(j, i, value, ha="center", va="center", color=PAPER if own else INK, size=13)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(range(len(columns)), columns, rotation=50, ha="left", rotation_mode="anchor")
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)


def signed(number):
    return f"{round(number):+d}".replace("-", "−") if round(number) else "0"


def draw_confusion(figure, result):
    figure.set_size_inches(6.4, 6.2)
    leaves = CAUSES + FAULTS
    planted = [*leaves, "too many unrelated labels"]
    shares = [[result["named"][row][leaf] for leaf in leaves] for row in planted]
    words = [[f"{each:.0f}" if each else None for each in row] for row in shares]
    labels = [*leaves, "unrelated, too many"]
    table(figure.subplots(), words, labels, leaves, {leaf: leaf for leaf in leaves})


def draw_remedies(figure, result):
    figure.set_size_inches(6.4, 4.2)
    own = dict(zip(CAUSES, REMEDIES, strict=False))
    gains = [[result["mean_gain"][cause].get(remedy) for remedy in REMEDIES] for cause in CAUSES]
    words = [[None if gain is None else signed(gain) for gain in row] for row in gains]
    table(figure.subplots(), words, CAUSES, REMEDIES, own)
