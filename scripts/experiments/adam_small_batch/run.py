"""Does Adam need large batches, and must its β₂ change with the batch size?

Marek et al. (2025): Adam works with batches of one, if the half-life of its second moment is kept in examples, not in
updates. Here networks see equally many examples, in small and in large batches, each at its own learning rate.
"""

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, orders, signals
from snippets.ensemble import batches, forward, init, train

SETTINGS = {
    "100 units a layer": {"hidden": (100, 100), "repeats": 10},
    "batches of 2 against 128": {"small": 2, "large": 128, "repeats": 10},
    "1000 training signals": {"examples": 1000, "repeats": 10},
}


def learn(x, y, seed, known, hidden, size, seen, rate, beta2):
    """Networks that have seen `seen` examples of their own rows, and the training loss of each (E,)."""
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    optimizer = torch.optim.Adam(parameters, rate, betas=(0.9, beta2), fused=True)
    train(parameters, x, y, batches(known, size, seen // size, own), optimizer)
    with torch.no_grad():
        loss = cross_entropy(forward(parameters, x[known]).mT, y[known], reduction="none").mean(1)
    return parameters, loss


def run(
    device,
    seed,
    *,
    repeats=20,
    examples=4000,
    held_out=500,  # for tuning only
    seen=12000,
    hidden=(50, 50),
    small=4,
    large=256,
    beta2=0.95,
    rate_of_small=0.003,  # these two: the least training loss, seeds 0 to 9
    rate_of_large=0.03,
):
    x, y = signals(device)
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known, new = order[:, :examples].to(device), order[:, examples + held_out :].to(device)
    kept = beta2 ** (small / large)  # of which the half-life is as many examples
    arms = {
        "large": (large, rate_of_large, beta2),
        "small, same β₂": (small, rate_of_small, beta2),
        "small, half-life kept": (small, rate_of_small, kept),
    }
    loss, right = {}, {}
    for arm, (size, rate, beta) in arms.items():
        parameters, loss[arm] = learn(x, y, seed, known, hidden, size, seen, rate, beta)
        with torch.no_grad():
            right[arm] = 100 * (forward(parameters, x[new]).argmax(2) == y[new]).double().mean(1)
    return {
        "train_loss": loss,  # (repeats,) an arm
        "test_accuracy": right,
        "beta2_kept": kept,
        "half_life": large * torch.tensor(0.5).log().item() / torch.tensor(beta2).log().item(),  # in examples
        "mean_loss": {arm: values.mean() for arm, values in loss.items()},
        "mean_accuracy": {arm: values.mean() for arm, values in right.items()},
    }
