"""What more training data and other training data bring, on each kind of test data."""

from scripts.evidence.marks import doubling_axis, mean_and_reach
from scripts.evidence.paired import minus, slope_per_doubling
from scripts.evidence.rule import Effect, Equivalence, Family
from scripts.evidence.style import FAINT, INK

MATTERS = 2.0  # percentage points of accuracy: one test digit in fifty
MATTERS_PER_DOUBLING = 1.0  # ten doublings, a thousand times the data, would buy ten points


def shifts(result):
    """The names of the shifted kinds of test data."""
    return list(result["remedies"]["start"])


def gap(result, upper, lower):
    """How far one accuracy lies above another (sizes, repeats)."""
    return [minus(*rows) for rows in zip(result["accuracy"][upper], result["accuracy"][lower], strict=True)]


def better(result, remedy, than):
    """How much further one training set takes each shifted test set than another does."""
    remedies = result["remedies"]
    differences = {kind: minus(remedies[remedy][kind], remedies[than][kind]) for kind in shifts(result)}
    return Family({kind: Effect(values, unit="points", delta=MATTERS) for kind, values in differences.items()})


def claim_more_data_helps_on_the_same_kind(result):
    """More training data raises the accuracy on test data of the same kind.

    Slot 11. Scope: [[sizes.5]] training digits against [[sizes.0]], multilayer perceptron. [[repeats]] random splits of
    the same [[digits]] digits; the interval covers the split, weights and batches, not new writers.
    """
    same = result["accuracy"]["same"]
    return Effect(minus(same[-1], same[0]), unit="points", delta=MATTERS)


def claim_more_data_does_not_help_on_another_kind(result):
    """With a mismatch more training data does not help: the accuracy on another kind of test data stays where it is.

    Slot 11. Figure: slopes. Scope: five kinds of shift, [[sizes.0]] to [[sizes.5]] unshifted training digits,
    multilayer perceptron. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split,
    weights and batches, not new writers.
    """
    growth = {kind: slope_per_doubling(result["sizes"], result["accuracy"][kind]) for kind in shifts(result)}
    unit, delta = "points per doubling", MATTERS_PER_DOUBLING
    return Family({kind: Equivalence(values, unit, delta) for kind, values in growth.items()})


def claim_more_data_helps_on_the_end_of_the_file(result):
    """Where the mismatch is mild, more training data helps: here the test is the end of the file.

    Slot 11. Scope: [[sizes.5]] training digits against [[sizes.0]], from the file without its last [[test_size]], which
    are the test. [[repeats]] draws; the interval covers training digits, weights and batches, not another test.
    """
    late = result["accuracy"]["late"]
    return Effect(minus(late[-1], late[0]), unit="points", delta=MATTERS)


def claim_held_out_data_foretells_a_test_of_the_same_kind(result):
    """Held-out training data foretells the accuracy on test data of the same kind.

    Slot 11. Figure: gaps. Known: by symmetry. Scope: [[held_out]] held-out and [[test_size]] test digits, [[sizes.5]]
    training digits. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split, weights and
    batches.
    """
    return Equivalence(gap(result, "held out", "same")[-1], unit="points", delta=MATTERS)


def claim_held_out_data_promises_too_much_for_the_end_of_the_file(result):
    """A random split hides a mismatch: held-out digits promise more than the end of the same file then delivers.

    Slot 11. Figure: gaps. Scope: [[held_out]] held-out digits and [[sizes.5]] training digits at random from the file
    without its last [[test_size]] digits, which are the test. [[repeats]] draws; the interval covers held-out and
    training digits, weights and batches, not another test.
    """
    return Effect(gap(result, "early held out", "late")[-1], unit="points", delta=MATTERS)


def claim_more_data_closes_the_gap_of_overfitting(result):
    """More training data closes the gap between training and held-out accuracy, which is overfitting.

    Slot 11. Figure: gaps. Scope: the gap at [[sizes.0]] training digits less that at [[sizes.5]]. [[repeats]] random
    splits of the same [[digits]] digits; the interval covers the split, weights and batches, not new writers.
    """
    overfitting = gap(result, "training", "held out")
    return Effect(minus(overfitting[0], overfitting[-1]), unit="points", delta=MATTERS)


def claim_more_data_widens_the_gap_of_a_mismatch(result):
    """More training data widens the gap between held-out accuracy and accuracy on another kind: the mismatch.

    Slot 11. Figure: gaps. Scope: the gap at [[sizes.5]] training digits less that at [[sizes.0]], five kinds of shift.
    [[repeats]] random splits of the same [[digits]] digits; the interval covers the split, weights and batches, not new
    writers.
    """
    gaps = {kind: gap(result, "held out", kind) for kind in shifts(result)}
    return Family({kind: Effect(minus(gaps[kind][-1], gaps[kind][0]), "points", MATTERS) for kind in shifts(result)})


def claim_a_few_examples_of_the_kind_beat_more_of_the_same(result):
    """A few training examples of the kind in the test help more than many more of the old kind.

    Slot 11. Figure: remedies. Scope: [[few]] shifted digits added to [[base]] unshifted ones, against [[sizes.5]]
    unshifted ones. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split, weights and
    batches, not new writers.
    """
    return better(result, "few", than="more")


def claim_shifted_copies_beat_more_of_the_same(result):
    """Augmentation with the shift, without a single new label, helps more than many more examples of the old kind.

    Slot 11. Figure: remedies. Scope: one shifted copy of each of [[base]] training digits, against [[sizes.5]]
    unshifted ones. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split, weights
    and batches, not new writers.
    """
    return better(result, "copies", than="more")


def claim_variety_helps_on_a_kind_that_it_lacks(result):
    """More varied training data helps on a kind of test data that is not part of the variety.

    Slot 11. Figure: remedies. Scope: [[base]] training digits in every kind but the one in the test, against the same
    digits unshifted only. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split,
    weights and batches, not new writers.
    """
    return better(result, "others", than="start")


def claim_variety_beats_more_of_the_same(result):
    """More varied training data helps more, on a kind that it lacks, than more data of the old kind.

    Slot 11. Figure: remedies. Scope: [[base]] training digits in every kind but the one in the test, against
    [[sizes.5]] unshifted ones. [[repeats]] random splits of the same [[digits]] digits; the interval covers the split,
    weights and batches, not new writers.
    """
    return better(result, "others", than="more")


LOOKS = {  # colour, marker, line
    "same": ("C0", "o", "-"),
    "late": ("C0", "P", ":"),
    "noisy": ("C1", "s", "-"),
    "outlined": ("C2", "^", "-"),
    "moved": ("C3", "D", "-"),
    "rotated": (INK, "v", "--"),
    "inverted": (INK, "x", ":"),
}
NAMES = {"same": "same kind", "late": "end of the file"}


def curve(axes, sizes, rows, look, label, at=-1, offset=(9, 0)):
    """Mean and 95 % interval against the number of training digits, named beside one of its points."""
    color, marker, linestyle = look
    means, reaches = zip(*map(mean_and_reach, rows), strict=True)
    axes.errorbar(sizes, means, reaches, color=color, marker=marker, linestyle=linestyle, capsize=2)
    axes.annotate(label, (sizes[at], means[at]), offset, textcoords="offset points", color=color, va="center")


def size_axis(axes, sizes):
    doubling_axis(axes, sizes, "training digits, all of one kind")
    axes.set_xlim(sizes[0] * 0.85, sizes[-1] * 3)


def draw(figure, result):
    axes = figure.subplots()
    for kind, look in LOOKS.items():
        offset = {"same": (9, 4), "late": (9, -4), "moved": (9, 3), "rotated": (9, -3)}.get(kind, (9, 0))
        curve(axes, result["sizes"], result["accuracy"][kind], look, NAMES.get(kind, kind), offset=offset)
    size_axis(axes, result["sizes"])
    axes.set(ylim=(-4, 103), ylabel="test accuracy (%)")


def draw_kinds(figure, result):
    figure.set_size_inches(6.4, 4.6)
    panels, kinds = figure.subplots(2, 3), ["same", *shifts(result)]
    for axes, kind, picture in zip(panels.flat, kinds, result["pictures"], strict=True):
        axes.imshow(picture, cmap="gray_r", vmin=0, vmax=1)
        axes.set_xlabel(NAMES.get(kind, kind), size=14)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(True)


def draw_slopes(figure, result):
    axes = figure.subplots()
    axes.axvspan(-MATTERS_PER_DOUBLING, MATTERS_PER_DOUBLING, color=FAINT, alpha=0.6, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1)
    for place, (kind, (color, marker, _)) in enumerate(LOOKS.items()):
        values = slope_per_doubling(result["sizes"], result["accuracy"][kind])
        mean, reach = mean_and_reach(values)
        axes.plot(values, [place + 0.25] * len(values), "|", color=color, alpha=0.5, markersize=7)
        axes.errorbar(mean, place, xerr=reach, color=color, marker=marker, markersize=8, capsize=4)
    axes.set_yticks(range(len(LOOKS)), [NAMES.get(kind, kind) for kind in LOOKS])
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("points of accuracy per doubling of the training set")


def draw_gaps(figure, result):
    axes = figure.subplots()
    axes.axhline(0, color=INK, linewidth=1)
    curves = {
        "inverted": ("held out", "inverted", LOOKS["inverted"]),
        "rotated": ("held out", "rotated", LOOKS["rotated"]),
        "moved": ("held out", "moved", LOOKS["moved"]),
        "outlined": ("held out", "outlined", LOOKS["outlined"]),
        "noisy": ("held out", "noisy", LOOKS["noisy"]),
        "end of the file": ("early held out", "late", LOOKS["late"]),
        "overfitting": ("training", "held out", ("C0", "^", "--")),
        "same kind": ("held out", "same", LOOKS["same"]),
    }
    places = {
        "overfitting": {"at": 2, "offset": (4, 9)},
        "moved": {"offset": (9, -2)},
        "same kind": {"offset": (9, -6)},
    }
    for label, (upper, lower, look) in curves.items():
        curve(axes, result["sizes"], gap(result, upper, lower), look, label, **places.get(label, {}))
    size_axis(axes, result["sizes"])
    axes.set(ylim=(-9, 103), ylabel="gap (points of accuracy)")


def draw_remedies(figure, result):
    figure.set_size_inches(6.4, 4.6)
    axes, names, count = figure.subplots(), shifts(result), result["training_size"]
    looks = {
        "start": ("C0", "o", "none", f"{count['start']} of the old kind"),
        "more": ("C0", "o", "full", f"{count['more']} of the old kind"),
        "others": ("C3", "D", "full", f"{count['others']} of the five other kinds"),
        "few": ("C1", "s", "full", f"{count['start']} + {count['few'] - count['start']} of this kind"),
        "copies": ("C2", "^", "full", f"{count['start']} + {count['copies'] - count['start']} copies of this kind"),
    }
    for step, (remedy, (color, marker, fill, label)) in enumerate(looks.items()):
        means, reaches = zip(*[mean_and_reach(result["remedies"][remedy][kind]) for kind in names], strict=True)
        places = [place + 0.14 * (step - 2) for place in range(len(names))]
        look = {"color": color, "marker": marker, "fillstyle": fill, "markersize": 7, "linestyle": "none", "capsize": 3}
        axes.errorbar(means, places, xerr=reaches, label=label, **look)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set(xlim=(-3, 103), xlabel="accuracy on the shifted test digits (%)")
    figure.legend(loc="outside upper left", ncols=2, fontsize=11, handletextpad=0.2, columnspacing=1.2)
