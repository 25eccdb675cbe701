"""When does more training data help, and when can it not, because the test data are of another kind?

The same small network learns the 8×8 digits from more and more of them. It is tested on digits of the same
kind and on five shifted kinds; and, after learning from the rest of the file only, on the digits at its end.
Then the remedies: training sets that hold something of the kind in the test.
"""

from statistics import fmean

import torch
from sklearn.datasets import load_digits

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Family
from scripts.marks import doubling_axis, mean_and_reach
from scripts.paired import minus
from scripts.style import FAINT, INK
from snippets.ensemble import batches, forward, init, train
from snippets.shifts import inverted, moved, noisy, outlined, rotated

SHIFTS = {"noisy": noisy, "outlined": outlined, "moved": moved, "rotated": rotated, "inverted": inverted}
KINDS = ["same", *SHIFTS]
CLASSES = 10
PICTURED = 9  # a digit that can be told in every kind


def digits_of_all_kinds(generators):
    """Every digit in every kind for every repeat (repeats, kinds, digits, 64), and the labels (digits,)."""
    pixels, labels = load_digits(return_X_y=True)
    images = torch.tensor(pixels, dtype=torch.float32).view(-1, 8, 8) / 16
    still = [SHIFTS[kind](images) for kind in KINDS[2:]]
    kinds = [torch.stack([images, noisy(images, noise), *still]) for noise in generators]
    return torch.stack(kinds).flatten(-2), torch.tensor(labels)


def examples(kind, digits):
    """Which picture of which digit: pairs of the kind's number and the digit's (n, 2)."""
    return torch.stack([torch.full_like(digits, KINDS.index(kind)), digits], 1)


def training_sets(order, early, sizes, base, few):
    """What the networks of one repeat learn from."""
    first, fresh = order[:base], order[base : base + few]
    sets = {("same", size): examples("same", order[:size]) for size in sizes}
    sets |= {("early", size): examples("same", early[:size]) for size in sizes}
    for kind in SHIFTS:
        sets["few", kind] = torch.cat([examples("same", first), examples(kind, fresh)])
        sets["copies", kind] = torch.cat([examples("same", first), examples(kind, first)])
        sets["others", kind] = torch.cat([examples(other, first) for other in KINDS if other != kind])
    return sets


def slopes(sizes, accuracy):
    """Percentage points per doubling of the training set, by least squares for each repeat (repeats,)."""
    doublings = torch.tensor(sizes).double().log2()
    away = doublings - doublings.mean()
    return (away @ torch.tensor(accuracy).double() / away.square().sum()).tolist()


def run(
    device,
    seed,
    *,
    repeats=30,
    sizes=(40, 80, 160, 320, 640, 1280),
    held_out=160,
    base=160,
    few=40,
    hidden=(64, 64),
    steps=400,
    batch_size=32,
    learning_rate=0.003,  # with the steps: the best accuracy on held-out digits, mean over the sizes, seeds 0 to 9
):
    pool, labels = digits_of_all_kinds([generator(seed, repeat, 0) for repeat in range(repeats)])
    orders = [torch.randperm(len(labels), generator=generator(seed, repeat, 1)) for repeat in range(repeats)]
    first_test = sizes[-1] + held_out
    earlies = [torch.randperm(first_test, generator=generator(seed, repeat, 2)) for repeat in range(repeats)]
    sets = [training_sets(order, early, sizes, base, few) for order, early in zip(orders, earlies, strict=True)]
    held_outs = [examples("same", order[sizes[-1] : first_test]) for order in orders]
    early_held_outs = [examples("same", early[sizes[-1] :]) for early in earlies]
    tests = {kind: [examples(kind, order[first_test:]) for order in orders] for kind in KINDS}
    late = [examples("same", torch.arange(first_test, len(labels)))] * repeats  # the end of the file, in every repeat

    def rows(repeat, chosen):
        """Where the examples lie in the flattened pool."""
        kind, digit = chosen.T
        return (repeat * len(KINDS) + kind) * len(labels) + digit

    members = [(name, repeat) for name in sets[0] for repeat in range(repeats)]
    own = [generator(seed, repeat, 3) for _, repeat in members]  # a repeat's networks start from the same weights
    x, y = pool.flatten(0, 2).to(device), labels.repeat(repeats * len(KINDS)).to(device)
    parameters = init((x.shape[1], *hidden, CLASSES), own, device)
    order = batches([rows(repeat, sets[repeat][name]) for name, repeat in members], batch_size, steps, own)
    train(parameters, x, y, order, torch.optim.Adam(parameters, learning_rate, fused=True))

    @torch.no_grad()
    def accuracy(name, chosen):
        """In percent (repeats,), on one set of examples per repeat."""
        shares = []
        for repeat in range(repeats):
            member = members.index((name, repeat))
            at = rows(repeat, chosen[repeat]).to(device)
            outputs = forward([parameter[member : member + 1] for parameter in parameters], x[at])[0]
            shares.append(100 * (outputs.argmax(1) == y[at]).double().mean().item())
        return shares

    by_size = {kind: [accuracy(("same", size), tests[kind]) for size in sizes] for kind in KINDS}
    by_size["training"] = [accuracy(("same", size), [learned["same", size] for learned in sets]) for size in sizes]
    by_size["held out"] = [accuracy(("same", size), held_outs) for size in sizes]
    by_size["late"] = [accuracy(("early", size), late) for size in sizes]
    by_size["early held out"] = [accuracy(("early", size), early_held_outs) for size in sizes]
    learners = {"start": ("same", base), "more": ("same", sizes[-1])}
    remedies = {
        remedy: {kind: accuracy(learners.get(remedy, (remedy, kind)), tests[kind]) for kind in SHIFTS}
        for remedy in ("start", "more", "others", "few", "copies")
    }
    return {
        "accuracy": by_size,  # (sizes, repeats)
        "remedies": remedies,  # (repeats,)
        "mean": {kind: [fmean(row) for row in rows] for kind, rows in by_size.items()},
        "mean_remedy": {name: {kind: fmean(row) for kind, row in rows.items()} for name, rows in remedies.items()},
        "digits": len(labels),
        "test_size": len(tests["same"][0]),
        "training_size": {remedy: len(sets[0][learners.get(remedy, (remedy, KINDS[-1]))]) for remedy in remedies},
        "sizes": sizes,
        "times": sizes[-1] / sizes[0],
        "pictures": pool[0, :, PICTURED].view(-1, 8, 8),
    }


MATTERS = 2.0  # percentage points of accuracy: one test digit in fifty
MATTERS_PER_DOUBLING = 1.0  # ten doublings, a thousand times the data, would buy ten points


def gap(result, upper, lower):
    """How far one accuracy lies above another (sizes, repeats)."""
    return [minus(*rows) for rows in zip(result["accuracy"][upper], result["accuracy"][lower], strict=True)]


def better(result, remedy, than):
    """How much further one training set takes each shifted test set than another does."""
    remedies = result["remedies"]
    differences = {kind: minus(remedies[remedy][kind], remedies[than][kind]) for kind in SHIFTS}
    return Family({kind: Effect(differences[kind], unit="points", delta=MATTERS) for kind in SHIFTS})


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
    growth = {kind: slopes(result["sizes"], result["accuracy"][kind]) for kind in SHIFTS}
    unit, delta = "points per doubling", MATTERS_PER_DOUBLING
    return Family({kind: Equivalence(growth[kind], unit, delta) for kind in SHIFTS})


def claim_more_data_helps_on_the_end_of_the_file(result):
    """Where the mismatch is mild, more training data helps: here the test is the end of the file.

    Slot 11. Scope: [[sizes.5]] training digits against [[sizes.0]], from the file without its last [[test_size]], which
    are the test. [[repeats]] draws; the interval covers training digits, weights and batches, not another test.
    """
    late = result["accuracy"]["late"]
    return Effect(minus(late[-1], late[0]), unit="points", delta=MATTERS)


def claim_held_out_data_foretells_a_test_of_the_same_kind(result):
    """Held-out training data foretells the accuracy on test data of the same kind.

    Slot 11. Figure: gaps. Scope: [[held_out]] held-out and [[test_size]] test digits, [[sizes.5]] training digits.
    [[repeats]] random splits of the same [[digits]] digits; the interval covers the split, weights and batches.
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
    gaps = {kind: gap(result, "held out", kind) for kind in SHIFTS}
    return Family({kind: Effect(minus(gaps[kind][-1], gaps[kind][0]), "points", MATTERS) for kind in SHIFTS})


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


LOOKS = {  # colour, marker, line
    "same": ("C0", "o", "-"),
    "late": ("C3", "P", "--"),
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
    for axes, kind, picture in zip(figure.subplots(2, 3).flat, KINDS, result["pictures"], strict=True):
        axes.imshow(picture, cmap="gray_r", vmin=0, vmax=1)
        axes.set_xlabel(NAMES.get(kind, kind), size=14)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(True)


def draw_slopes(figure, result):
    axes = figure.subplots()
    axes.axvspan(-MATTERS_PER_DOUBLING, MATTERS_PER_DOUBLING, color=FAINT, alpha=0.6, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1)
    for place, (kind, (color, marker, _)) in enumerate(LOOKS.items()):
        values = slopes(result["sizes"], result["accuracy"][kind])
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
        "noisy": ("held out", "noisy", LOOKS["noisy"]),
        "end of the file": ("early held out", "late", LOOKS["late"]),
        "overfitting": ("training", "held out", ("C2", "^", "-")),
        "same kind": ("held out", "same", LOOKS["same"]),
    }
    for label, (upper, lower, look) in curves.items():
        place = {"overfitting": {"at": 1, "offset": (6, 8)}, "same kind": {"offset": (9, -6)}}.get(label, {})
        curve(axes, result["sizes"], gap(result, upper, lower), look, label, **place)
    size_axis(axes, result["sizes"])
    axes.set(ylim=(-9, 103), ylabel="gap (points of accuracy)")


def draw_remedies(figure, result):
    figure.set_size_inches(6.4, 4.6)
    axes = figure.subplots()
    count = result["training_size"]
    looks = {
        "start": ("C0", "o", "none", f"{count['start']} of the old kind"),
        "more": ("C0", "o", "full", f"{count['more']} of the old kind"),
        "others": ("C3", "D", "full", f"{count['others']} of the five other kinds"),
        "few": ("C1", "s", "full", f"{count['start']} + {count['few'] - count['start']} of this kind"),
        "copies": ("C2", "^", "full", f"{count['start']} + {count['copies'] - count['start']} copies of this kind"),
    }
    for step, (remedy, (color, marker, fill, label)) in enumerate(looks.items()):
        means, reaches = zip(*[mean_and_reach(result["remedies"][remedy][kind]) for kind in SHIFTS], strict=True)
        places = [place + 0.14 * (step - 2) for place in range(len(SHIFTS))]
        look = {"color": color, "marker": marker, "fillstyle": fill, "markersize": 7, "linestyle": "none", "capsize": 3}
        axes.errorbar(means, places, xerr=reaches, label=label, **look)
    axes.set_yticks(range(len(SHIFTS)), list(SHIFTS))
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.set(xlim=(-3, 103), xlabel="accuracy on the shifted test digits (%)")
    figure.legend(loc="outside upper left", ncols=2, fontsize=11, handletextpad=0.2, columnspacing=1.2)
