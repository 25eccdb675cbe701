"""How often the guide names the right cause, and what its remedies bring."""

from statistics import fmean

from matplotlib.patches import Rectangle

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family, Proportion
from scripts.evidence.style import FAINT, INK, PAPER
from scripts.experiments.diagnosis.causes import CAUSES, FAULTS, REMEDIES, by_task, of_true

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
