"""Up to which batch size does a larger batch save updates, and does the gradient's noise scale foretell it?

McCandlish et al. (2018): below the noise scale, twice the batch needs half the updates; above it, almost as many. Here
networks learn by gradient descent until the training loss reaches a goal, with batches of several sizes, each at its
own learning rate. The noise scale is measured along the way.
"""

import math

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, orders, signals
from snippets.ensemble import batches, forward, init, train
from snippets.noise_scale import noise_scale

SETTINGS = {
    "100 units a layer": {"hidden": (100, 100), "repeats": 10},
    "one hidden layer": {"hidden": (100,), "goal": 1.2, "repeats": 10},
    "half the learning rates": {"rates": (0.15, 0.4, 0.6, 0.8), "repeats": 10},
}


@torch.no_grad()
def losses(parameters, x, y, rows):
    return cross_entropy(forward(parameters, x[rows]).mT, y[rows], reduction="none").mean(1)


def descend(x, y, seed, known, hidden, size, rate, goal, steps, every=5, watch=None):
    """How many updates each network makes until its training loss is below the goal; None after `steps` of them."""
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    optimizer = torch.optim.SGD(parameters, rate, fused=True)
    made, judged = [None] * len(known), known[:, :1000]
    order = batches(known, size, steps, own)
    for before in range(0, steps, every):
        if watch:
            watch(before, parameters, made)
        train(parameters, x, y, order[before : before + every], optimizer)
        for place, loss in enumerate(losses(parameters, x, y, judged).tolist()):
            if loss < goal and made[place] is None:
                made[place] = min(before + every, steps)
        if None not in made:
            break
    return made


def scale_of(parameters, place, x, y, rows, chance, size=50, count=40):
    """The noise scale of one network, by batches of its training examples."""
    own = [part[place : place + 1].detach().requires_grad_() for part in parameters]
    drawn = rows[torch.randint(len(rows), (count, size), generator=chance)]
    return noise_scale(lambda x, y: cross_entropy(forward(own, x)[0], y), own, [(x[one], y[one]) for one in drawn])


def run(
    device,
    seed,
    *,
    repeats=20,
    examples=4000,
    hidden=(50, 50),
    goal=1.0,
    sizes=(16, 64, 256, 1024),
    rates=(0.3, 0.8, 1.6, 1.6),  # the fewest updates, seeds 0 to 9
    steps=4000,
    watched=20,  # updates between two looks at the noise scale, with the third of the sizes
):
    x, y = signals(device)
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known = order[:, :examples].to(device)
    chance = [generator(seed, repeat, 2) for repeat in range(repeats)]
    scales = [[] for _ in range(repeats)]

    def watch(before, parameters, made):
        if before % watched == 0:
            for place in range(repeats):
                if made[place] is None:
                    scales[place].append(scale_of(parameters, place, x, y, known[place], chance[place]))

    made = {}
    for place, (size, rate) in enumerate(zip(sizes, rates, strict=True)):
        how = hidden, size, rate, goal, steps
        made[size] = descend(x, y, seed, known, *how, watch=watch if place == 2 else None)
    return {
        "sizes": sizes,
        "updates": made,  # (repeats,) a size; None where the goal was not reached
        "mean_updates": {size: mean([v for v in of if v is not None]) for size, of in made.items()},
        "scale": [math.exp(mean([math.log(each) for each in of])) for of in scales],  # over the run (repeats,)
        "first_scale": [of[0] for of in scales],
        "last_scale": [of[-1] for of in scales],
        "critical": [critical(few, many, sizes) for few, many in zip(made[sizes[0]], made[sizes[-1]], strict=True)],
    }


def mean(values):
    return sum(values) / len(values) if values else None


def critical(few, many, sizes):
    """The critical batch size B of McCandlish et al., whose law is that batches of b need S (1 + B / b) updates.

    few, many: updates with the smallest and the largest of the sizes. None where one did not arrive.
    """
    if None in (few, many):
        return None
    ratio = few / many
    return (ratio - 1) / (1 / sizes[0] - ratio / sizes[-1])
