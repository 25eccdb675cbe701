"""How often the guide names the right cause, and what its remedies bring."""

from statistics import fmean

from matplotlib.patches import Rectangle

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family, Proportion
from scripts.evidence.style import FAINT, INK, PAPER
from scripts.experiments.diagnosis.causes import BLAMED, CAUSES, FAULTS, REMEDIES, RIGHT, UNKNOWABLE, by_task, of_true

MATTERS = 2.0  # points of test accuracy
NAMED = 0.75  # of the runs: a guide that misses more than one in four is no answer
ADMITS = ["as low as these get", "only a guess", "unrelated labels", "overfitting"]  # of what nobody can know
MISLED = 0.25  # of the runs: more would send many a reader after nothing


def accuracies(result, leaves):
    """Per task, the percentage of its runs with a true cause whose cause is named."""
    right = {cause: [leaf in RIGHT[cause] for leaf in leaves[cause]] for cause in CAUSES}
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
    return Proportion(sum(leaf in RIGHT[cause] for leaf in found), len(found), bound, side)


def more_often(result, cause, leaves, less, these):
    """Points of the runs whose cause is true in which one of these leaves is named: 100, 0 or -100 a run."""
    sets = result["compared"][cause]
    both = [[leaf in these for leaf in of_true(sets[name], result["true"][cause])] for name in (leaves, less)]
    return [100 * (one - other) for one, other in zip(*both, strict=True)]


def claim_comparison_runs_beat_thresholds(result):
    """With its comparison runs the guide names the true cause more often than loss thresholds alone do.

    Slot 02. Scope: share of right answers per task, [[true_runs]] runs with a true cause on [[repeats]] independent
    tasks; small ReLU networks. Thresholds of both set on other tasks.
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


def claim_faults_of_the_program_are_named(result):
    """The guide names each of six faults of a program.

    Slot 02. Figure: confusion. Scope: a missing value, unscaled inputs, a learning rate that is far too large, running
    statistics that lag behind, labels off by one place, labels dealt out at random to few examples; named in three of
    four of [[repeats]] independent tasks.
    """
    return Family({fault: right_share(result, fault, result["leaves"][fault], NAMED) for fault in FAULTS})


def claim_what_nobody_can_know_is_blamed_on_nothing(result):
    """Where labels are noise, the guide blames neither the optimizer nor the model nor the code, and calls no run
    healthy.

    Slot 02. Figure: confusion. Scope: labels of which a third to two thirds are random, numbers with noise of half to
    twice their spread, a class of one to five in a hundred, random labels; one in four of [[repeats]] independent tasks
    for each, at most.
    """
    found = {cause: result["leaves"][cause] for cause in UNKNOWABLE}
    blamed = {cause: sum(leaf in BLAMED for leaf in leaves) for cause, leaves in found.items()}
    return Family({cause: Proportion(blamed[cause], len(found[cause]), MISLED, side=-1) for cause in UNKNOWABLE})


def claim_a_bigger_model_alone_misleads(result):
    """A trusted recipe shows a poor optimizer more often than a bigger model does.

    Slot 02. Figure: comparisons. Scope: runs in which another optimizer helps; the bigger model is trained with the
    same poor optimizer. [[repeats]] independent tasks.
    """
    gain = more_often(result, "optimization", "recipe", "bigger", RIGHT["optimization"])
    return Effect(gain, unit="points of these runs", delta=20.0)


def claim_the_smaller_model_must_be_contained(result):
    """Compared with a smaller model that it does not contain, a model that is too small is taken for a badly trained
    one more often than compared with one that it contains.

    Slot 02. Figure: comparisons. Scope: networks with two to four units against a linear model, runs in which a bigger
    model helps. [[repeats]] independent tasks.
    """
    more = more_often(result, "model bias", "not contained", "smaller", ["optimization"])
    return Effect(more, unit="points of these runs", delta=10.0)


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
    "smaller": "smaller, sound optimizer",
    "recipe": "your own, trusted recipe",
    "guide": "the last two",
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


def table(axes, values, rows, columns, right, size=13):
    """Numbers in a grid (None for an empty place), on a field of colour where the row's name has its own column."""
    for i, (name, row) in enumerate(zip(rows, values, strict=True)):
        for j, value in enumerate(row):
            own = columns[j] in right.get(name, [])
            if value is not None:
                axes.add_patch(Rectangle((j - 0.47, i - 0.47), 0.94, 0.94, color="C0" if own else FAINT, linewidth=0))
                axes.text(j, i, value, ha="center", va="center", color=PAPER if own else INK, size=size)
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
    figure.set_size_inches(7.6, 7.4)
    planted = [*CAUSES, *FAULTS, *UNKNOWABLE, "batch norm"]
    leaves = [*result["named"]["healthy"]]
    shares = [[result["named"][row][leaf] for leaf in leaves] for row in planted]
    words = [[f"{each:.0f}" if each else None for each in row] for row in shares]
    labels = [{"too many unrelated labels": "unrelated, too many", "batch norm": "healthy, batch norm"}.get(row, row)
              for row in planted]  # fmt: skip
    own = RIGHT | {"unrelated, too many": ADMITS, "healthy, batch norm": ["healthy"]}
    own |= dict.fromkeys(UNKNOWABLE, ADMITS)
    table(figure.subplots(), words, labels, leaves, own, size=10)


def draw_remedies(figure, result):
    figure.set_size_inches(6.4, 4.2)
    own = {cause: [remedy] for cause, remedy in zip(CAUSES, REMEDIES, strict=False)}
    gains = [[result["mean_gain"][cause].get(remedy) for remedy in REMEDIES] for cause in CAUSES]
    words = [[None if gain is None else signed(gain) for gain in row] for row in gains]
    table(figure.subplots(), words, CAUSES, REMEDIES, own)
