"""At equal training loss, do small batches end in flatter minima, and do flatter minima test better?

Keskar et al. (2017) said so of two batch sizes at one learning rate. Here networks stop at the same training loss:
a small batch; a large one at the same rate; and a large one at a rate of its own, chosen on validation data.
"""

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.curvature import extremes
from snippets.ensemble import batches, forward, init, train
from snippets.flatness import rise

DATA = {"signals": signals, "digits": digits}
SETTINGS = {
    "batches of 16 against 400": {"large": 400, "repeats": 10},
    "100 units a layer": {"hidden": (100, 100), "signals_goal": 0.3, "repeats": 10},
    "1000 training signals": {"signals_examples": 1000, "repeats": 10},
    "three hidden layers": {"hidden": (50, 50, 50), "repeats": 10},
}


def losses(parameters, x, y, rows):
    """The mean cross entropy of each network on its own rows (E,)."""
    return cross_entropy(forward(parameters, x[rows]).mT, y[rows], reduction="none").mean(1)


def learn(x, y, seed, known, hidden, size, rate, goal, steps):
    """Train until the loss on all training examples is below `goal` after an epoch; keep each network as it then was.

    Returns the networks and the number of updates of each, None for one that made `steps` of them and did not arrive.
    """
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    optimizer = torch.optim.SGD(parameters, rate, fused=True)
    kept = [part.detach().clone() for part in parameters]
    made, epoch = [None] * len(known), known.shape[1] // size
    for count in range(epoch, steps + epoch, epoch):
        train(parameters, x, y, batches(known, size, epoch, own), optimizer)
        with torch.no_grad():
            below = losses(parameters, x, y, known) < goal
        for place in range(len(known)):
            if below[place] and made[place] is None:
                made[place] = count
                for part, now in zip(kept, parameters, strict=True):
                    part[place] = now.detach()[place]
        if None not in made:
            break
    return kept, made


def run(
    device,
    seed,
    *,
    repeats=20,
    small=16,
    large=200,
    hidden=(50, 50),
    signals_examples=2000,
    digits_examples=1000,
    held_out=200,  # for tuning only
    rate=0.1,  # for both sizes; of the signals, the small batch's best validation accuracy, seeds 0 to 9
    signals_own=1.5,  # these two: the large batch's
    digits_own=0.4,
    signals_goal=0.2,
    digits_goal=0.02,
    steps=8000,
    directions=10,
    radius=0.5,
    krylov=15,
):
    plans = {
        "signals": (signals_examples, signals_goal, signals_own),
        "digits": (digits_examples, digits_goal, digits_own),
    }
    found = {}
    for name, (examples, goal, own_rate) in plans.items():
        x, y = DATA[name](device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known, new = order[:, :examples], order[:, examples + held_out :].to(device)
        arms = {"small": (small, rate), "large": (large, rate), "large, own rate": (large, own_rate)}
        found[name] = {}
        for arm, (size, at) in arms.items():
            parameters, made = learn(x, y, seed, known, hidden, size, at, goal, steps)
            inside = known.to(device)

            def of_all(tensors, x=x, y=y, rows=inside):
                return losses(tensors, x, y, rows)

            with torch.no_grad():
                right = (forward(parameters, x[new]).argmax(2) == y[new]).double().mean(1)
                chance = [generator(seed, repeat, 2) for repeat in range(repeats)]
                higher = rise(of_all, parameters, chance, radius, directions)
                end = of_all(parameters)
            values, residuals, _ = extremes(of_all, parameters, krylov)
            measured = {
                "train_loss": end,
                "test_accuracy": 100 * right,
                "largest_eigenvalue": values[:, 1],
                "residual": residuals[:, 1],
                "rise": higher,
            }
            found[name][arm] = {"updates": made} | {
                key: [v if made[place] else None for place, v in enumerate(of.tolist())] for key, of in measured.items()
            }
    return {
        "found": found,  # data, arm: measures, (repeats,); None where the goal was not reached
        "sizes": {"small": small, "large": large},
        "rates": {name: {"small": rate, "large": rate, "large, own rate": own} for name, (_, _, own) in plans.items()},
        "mean": {name: {arm: means(of) for arm, of in arms.items()} for name, arms in found.items()},
    }


def means(measures):
    """Of the networks that arrived; None where none did."""
    kept = {key: [v for v in of if v is not None] for key, of in measures.items()}
    return {key: sum(of) / len(of) if of else None for key, of in kept.items()}
