"""Does momentum train a network better than gradient descent, if both move equally far: at the same η/(1 − λ)?

The same networks learn MNIST-1D (Greydanus and Kobak, 2024) from small batches and from the full batch, with momentum
and without, over a grid of *effective rates* η/(1 − λ). Accuracy is that on signals that were never trained on.
"""

import torch
from mnist1d.data import get_dataset_args, make_dataset
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train

CLASSES = 10
SETTINGS = {  # with the best rates of each for the full batch, of a coarse grid on seed 4
    "batches of 50": {"batch_size": 50, "small_rates": (0.05, 0.2), "full_rates": (0.5, 2.0), "full_repeats": 10},
    "one hidden layer of 100": {
        "hidden": (100,),
        "repeats": 20,
        "full_repeats": 10,
        "small_rates": (0.05, 0.2),
        "full_rates": (0.5, 2.0, 10.0),
        "best_full_momentum": 10.0,
    },
    "digits": {
        "data": "digits",
        "full_repeats": 10,
        "small_rates": (0.05, 0.2),
        "full_rates": (0.2, 0.5, 2.0),
        "small_full_rate": 0.2,
        "best_full_plain": 0.5,
        "best_full_momentum": 2.0,
    },
}


def load(data):
    """Inputs (rows, features) and classes (rows,)."""
    if data == "digits":
        pixels, labels = load_digits(return_X_y=True)
        return torch.tensor(pixels).float() / 16, torch.tensor(labels)
    signals = make_dataset(get_dataset_args())
    return torch.tensor(signals["x"]).float(), torch.tensor(signals["y"]).long()


def run(
    device,
    seed,
    *,
    repeats=40,
    full_repeats=20,
    steps=1500,
    full_steps=200,
    batch_size=20,
    examples=1000,
    hidden=(32, 32),
    data="MNIST-1D",
    momentum=0.9,
    small_rates=(0.05, 0.1, 0.2, 0.5, 1.0),
    full_rates=(0.5, 1.0, 2.0, 5.0),
    small_rate=0.05,
    small_full_rate=0.5,
    best_small_plain=0.2,  # these four: the least training loss at the end, seeds 0 to 9
    best_small_momentum=0.2,
    best_full_plain=2.0,
    best_full_momentum=2.0,
):
    x, y = (part.to(device) for part in load(data))
    rows = [torch.randperm(len(x), generator=generator(seed, repeat, 0)) for repeat in range(repeats)]
    known, fresh = ([order[part] for order in rows] for part in (slice(examples), slice(examples, None)))

    def trained(effective, coefficient, size, steps, repeats):
        """Training loss and test accuracy in percent of each network; None where the loss is no number."""
        own = [generator(seed, repeat, 1) for repeat in range(repeats)]  # the same start and batches in every arm
        parameters = init((x.shape[1], *hidden, CLASSES), own, device)
        order = batches(known[:repeats], size, steps, own)
        rate = effective * (1 - coefficient)
        train(parameters, x, y, order, torch.optim.SGD(parameters, rate, momentum=coefficient, fused=True))
        found = []
        with torch.no_grad():
            for part, judge in (known, losses), (fresh, accuracies):
                of_part = torch.stack(part[:repeats]).to(device)
                found.append(judge(forward(parameters, x[of_part]), y[of_part]))
        finite = [loss < float("inf") for loss in found[0].tolist()]
        return [[v if good else None for v, good in zip(each.tolist(), finite, strict=True)] for each in found]

    def grid(rates, *how):
        """{rule: [for each effective rate: loss and accuracy]}"""
        return {
            name: [trained(rate, coefficient, *how) for rate in rates]
            for name, coefficient in (("plain", 0.0), ("momentum", momentum))
        }

    small = grid(small_rates, batch_size, steps, repeats)
    full = grid(full_rates, examples, full_steps, min(repeats, full_repeats))
    at = {"small": small_rates.index, "full": full_rates.index}
    arms = {
        "small_rate_plain": small["plain"][at["small"](small_rate)],
        "small_rate_momentum": small["momentum"][at["small"](small_rate)],
        "small_plain": small["plain"][at["small"](best_small_plain)],
        "small_divided": small["momentum"][at["small"](best_small_plain)],
        "small_undivided": trained(best_small_plain / (1 - momentum), momentum, batch_size, steps, repeats),
        "full_small_rate_plain": full["plain"][at["full"](small_full_rate)],
        "full_small_rate_momentum": full["momentum"][at["full"](small_full_rate)],
        "full_plain": full["plain"][at["full"](best_full_plain)],
        "full_momentum": full["momentum"][at["full"](best_full_momentum)],
    }
    return {
        "curves": {"small": {"rates": small_rates, **small}, "full": {"rates": full_rates, **full}},
        "loss": {name: arm[0] for name, arm in arms.items()},
        "accuracy": {name: arm[1] for name, arm in arms.items()},
        "mean": {name: {"loss": mean(arm[0]), "accuracy": mean(arm[1])} for name, arm in arms.items()},
        "epochs": {"small": steps * batch_size / examples, "full": full_steps},
        "undivided_rate": best_small_plain / (1 - momentum),
    }


def losses(outputs, labels):
    return cross_entropy(outputs.mT, labels, reduction="none").mean(1)


def accuracies(outputs, labels):
    return 100 * (outputs.argmax(-1) == labels).double().mean(1)


def mean(values):
    finished = [value for value in values if value is not None]
    return sum(finished) / len(finished) if finished else None
