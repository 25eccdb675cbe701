"""Does a small batch train better, or does it only make more updates?

The same networks learn by plain gradient descent with batches of several sizes, up to all examples at once: for equally
many epochs at one learning rate, as a lecture's figure has it; then for equally many epochs, and for equally many
updates, each size at a rate of its own.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import batches, forward, init, train

DATA = {"signals": signals, "digits": digits}
SETTINGS = {
    "100 units a layer": {"hidden": (100, 100), "repeats": 10},
    "one hidden layer": {"hidden": (50,), "repeats": 10},
    "500 training examples": {"examples": 500, "sizes": (5, 15, 50, 150, 500), "repeats": 10},
}


@torch.no_grad()
def accuracy(parameters, x, y, rows):
    """Of each network on its own rows, in percent (E,)."""
    return 100 * (forward(parameters, x[rows]).argmax(2) == y[rows]).double().mean(1)


def learn(x, y, seed, known, hidden, size, updates, rate):
    """Networks, one for each row of `known`: the rows of x that it learns from."""
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]  # the same start for every size
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    order = batches(known, size, updates, own)
    train(parameters, x, y, order, torch.optim.SGD(parameters, rate, fused=True))
    return parameters


def run(
    device,
    seed,
    *,
    repeats=20,
    examples=1000,
    held_out=500,
    hidden=(50, 50),
    sizes=(10, 30, 100, 300, 1000),  # the last: all examples
    epochs=12,
    updates=400,
    one_rate=0.1,
    signals_epochs=(0.1, 0.4, 0.8, 0.8, 1.6),  # a rate for each size; all four: validation accuracy, seeds 0 to 9
    signals_updates=(0.2, 0.4, 0.8, 0.8, 1.6),
    digits_epochs=(0.2, 0.4, 0.4, 0.4, 0.8),
    digits_updates=(0.2, 0.4, 0.4, 0.4, 0.4),
):
    own_rates = {
        "signals": {"epochs": signals_epochs, "updates": signals_updates},
        "digits": {"epochs": digits_epochs, "updates": digits_updates},
    }
    found = {}
    for name, load in DATA.items():
        x, y = load(device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known, new = order.to(device).split([examples, len(x) - examples], 1)
        new = new[:, held_out:]  # the others are for tuning
        made = [max(epochs * examples // size, 1) for size in sizes]
        views = {
            "one_rate": zip(made, [one_rate] * len(sizes), strict=True),
            "epochs": zip(made, own_rates[name]["epochs"], strict=True),
            "updates": zip([updates] * len(sizes), own_rates[name]["updates"], strict=True),
        }
        found[name] = {view: {"train": [], "test": []} for view in views}
        for view, plan in views.items():
            for size, (count, rate) in zip(sizes, plan, strict=True):
                parameters = learn(x, y, seed, order[:, :examples], hidden, size, count, rate)
                for part, rows in ("train", known), ("test", new):
                    found[name][view][part].append(accuracy(parameters, x, y, rows))
    return {
        "accuracy": found,  # data, view, part: (sizes, repeats)
        "sizes": sizes,
        "updates_of_epochs": made,
        "mean": {
            name: {view: {part: [v.mean() for v in rows] for part, rows in parts.items()} for view, parts in of.items()}
            for name, of in found.items()
        },
    }
