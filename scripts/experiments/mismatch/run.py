"""When does more training data help, and when can it not, because the test data are of another kind?

The same small network learns the 8×8 digits from more and more of them. It is tested on digits of the same
kind and on five shifted kinds; and, after learning from the rest of the file only, on the digits at its end.
Then the remedies: training sets that hold something of the kind in the test.
"""

from statistics import fmean

import torch
from sklearn.datasets import load_digits

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train
from snippets.shifts import inverted, moved, noisy, outlined, rotated

SHIFTS = {"noisy": noisy, "outlined": outlined, "moved": moved, "rotated": rotated, "inverted": inverted}
KINDS = ["same", *SHIFTS]
CLASSES = 10
SETTINGS = {
    "32 units a layer": {"hidden": (32, 32), "repeats": 10},
    "200 steps": {"steps": 200, "repeats": 10},
    "80 digits to start from, 20 new ones": {"base": 80, "few": 20, "repeats": 10},
}
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
