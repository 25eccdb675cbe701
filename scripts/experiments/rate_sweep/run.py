"""How much hangs on the learning rate, and does a short sweep find one that is good for a long run?

The same networks learn MNIST-1D (Greydanus and Kobak, 2024) at each rate of a grid, by Adam and by gradient descent
with momentum. The training loss is looked at after a few steps, as a sweep does, and at the end.
"""

import torch
from mnist1d.data import get_dataset_args, make_dataset
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train

OPTIMIZERS = {
    "Adam": lambda parameters, rate: torch.optim.Adam(parameters, rate, fused=True),
    "SGD": lambda parameters, rate: torch.optim.SGD(parameters, rate, momentum=0.9, fused=True),
}
CLASSES = 10
SETTINGS = {
    "four hidden layers of 25 units": {"hidden": (25, 25, 25, 25), "repeats": 10},
    "batches of 200": {"batch_size": 200, "repeats": 10},
    "500 training signals": {"examples": 500, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=12,
    examples=3000,
    hidden=(50, 50),
    batch_size=50,
    few=150,
    steps=600,
    rates=(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    best_of_adam=0.01,  # these two: the least training loss at the end, seeds 0 to 9
    best_of_sgd=0.1,
):
    signals = make_dataset(get_dataset_args())
    x, y = torch.tensor(signals["x"]).float().to(device), torch.tensor(signals["y"]).long().to(device)
    rows = [torch.randperm(len(x), generator=generator(seed, repeat, 0))[:examples] for repeat in range(repeats)]
    known = torch.stack(rows).to(device)

    def losses(parameters):
        """Of each network on its training signals; None where it is no number."""
        with torch.no_grad():
            found = cross_entropy(forward(parameters, x[known]).mT, y[known], reduction="none").mean(1)
        return [loss if loss < float("inf") else None for loss in found.tolist()]

    after = {name: {"few": [], "all": []} for name in OPTIMIZERS}
    for name, optimizer in OPTIMIZERS.items():
        for rate in rates:
            own = [generator(seed, repeat, 1) for repeat in range(repeats)]  # the same start and batches at each rate
            parameters = init((x.shape[1], *hidden, CLASSES), own, device)
            order = batches(rows, batch_size, steps, own)
            learner = optimizer(parameters, rate)
            for part, steps_of_part in ("few", order[:few]), ("all", order[few:]):
                train(parameters, x, y, steps_of_part, learner)
                after[name][part].append(losses(parameters))
    best = {"Adam": rates.index(best_of_adam), "SGD": rates.index(best_of_sgd)}
    return {
        "rates": rates,
        "loss": after,  # optimizer, after how many steps: (rates, repeats)
        "best": best,  # places in rates
        "picked": {name: [pick(row) for row in zip(*after[name]["few"], strict=True)] for name in OPTIMIZERS},
    }


def pick(losses):
    """The place of the least loss."""
    return min((place for place, loss in enumerate(losses) if loss is not None), key=losses.__getitem__)
