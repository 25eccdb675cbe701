"""Does the loss decide whether a classifier gets away from a bad start, and how good it becomes from a usual one?

The bad start: one class has so large an output bias that the network answers it always, and is sure. Three losses:
cross entropy, squared error of the softmax's shares, and squared error of the scores themselves (Hui and Belkin, 2021).
"""

import torch
from torch.nn.functional import cross_entropy, one_hot

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import batches, forward, init

SETTINGS = {  # each loss at its best rate of a coarse grid on seed 4, by validation error
    "MNIST-1D": {
        "data": "MNIST-1D",
        "examples": 2500,
        "checked": 500,
        "steps": 1500,
        "repeats": 24,
        "plain_rates": (0.01,),
        "curve_rates": (),
        "best_entropy": 1.0,
        "best_squared": 0.5,
        "best_plain": 0.2,
    },
    "two hidden layers of 32": {
        "hidden": (32, 32),
        "repeats": 24,
        "plain_rates": (0.01,),
        "curve_rates": (),
        "best_entropy": 0.5,
        "best_squared": 1.0,
        "best_plain": 0.3,
    },
    "a bias of 5": {"bias": 5.0, "repeats": 24, "plain_rates": (0.01,), "curve_rates": ()},
    "Adam": {
        "optimizer": "Adam",
        "repeats": 24,
        "stuck_rates": (0.001, 0.003, 0.01, 0.03),
        "plain_rates": (0.001,),
        "curve_rates": (),
        "best_entropy": 0.01,
        "best_squared": 0.01,
        "best_plain": 0.003,
    },
}


def run(
    device,
    seed,
    *,
    repeats=40,
    tuned_repeats=30,
    steps=700,
    stuck_steps=400,
    every=10,
    batch_size=32,
    hidden=(64,),
    data="digits",
    examples=1000,
    checked=300,
    bias=10.0,
    optimizer="SGD",
    stuck_rates=(0.02, 0.05, 0.2, 0.5),
    plain_rates=(0.01, 0.05, 0.2, 0.5),
    curve_rates=(0.1, 0.5, 1.0, 2.0),
    best_entropy=1.0,  # these three: the least validation error at the end, seeds 0 to 9
    best_squared=1.0,
    best_plain=0.2,
):
    x, y = (digits if data == "digits" else signals)(device)
    order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
    known, valid, fresh = order[:, :examples], order[:, examples : examples + checked], order[:, examples + checked :]

    def trained(loss, rate, steps, repeats, bias=0.0):
        """The parameters, and after how many steps each network was out of the corner (`steps`: it never was)."""
        own = [generator(seed, repeat, 1) for repeat in range(repeats)]  # the same start and batches in every arm
        parameters = init((x.shape[1], *hidden, CLASSES), own, device)
        with torch.no_grad():
            for repeat in range(repeats):
                parameters[-1][repeat, 0, repeat % CLASSES] += bias
        rows = batches(list(known[:repeats].cpu()), batch_size, steps, own).to(device)
        made = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}[optimizer](parameters, rate, fused=True)
        left = torch.full((repeats,), steps, device=device)
        for step, batch in enumerate(rows, 1):
            losses = LOSSES[loss](forward(parameters, x[batch]), y[batch])
            made.zero_grad()
            losses.mean(1).sum().backward()  # of which each member sees its own
            made.step()
            if bias and step % every == 0:
                left = torch.where(out(parameters, x[valid[:repeats]]) & (left == steps), step, left)
        return parameters, left

    stuck = {}
    for loss in LOSSES:
        rates = plain_rates if loss == "plain" else stuck_rates
        arms = [trained(loss, rate, stuck_steps, repeats, bias) for rate in rates]
        escaped = [out(parameters, x[valid]) for parameters, _ in arms]
        stuck[loss] = {"rates": rates, "out": escaped, "steps": [left for _, left in arms]}
        stuck[loss]["share"] = [each.double().mean() for each in escaped]
    tuned, best = min(repeats, tuned_repeats), {"entropy": best_entropy, "squared": best_squared, "plain": best_plain}
    usual = {}
    for loss in LOSSES:
        rates = sorted({*curve_rates, best[loss]})
        ends = [trained(loss, rate, steps, tuned)[0] for rate in rates]
        right = {
            name: [accuracies(parameters, x[part[:tuned]], y[part[:tuned]]) for parameters in ends]
            for name, part in (("validation", valid), ("test", fresh))
        }
        usual[loss] = {"rates": rates, "best": right["test"][rates.index(best[loss])], **right}
    return {
        "stuck": stuck,
        "usual": usual,
        "mean": {loss: usual[loss]["best"].mean() for loss in LOSSES},
        "epochs": steps * batch_size / examples,
    }


def entropy(outputs, labels):
    return cross_entropy(outputs.mT, labels, reduction="none")


def squared(outputs, labels):
    return (outputs.softmax(-1) - one_hot(labels, CLASSES)).square().sum(-1)


def plain(outputs, labels):
    return (outputs - one_hot(labels, CLASSES)).square().sum(-1)


LOSSES = {"entropy": entropy, "squared": squared, "plain": plain}


@torch.no_grad()
def out(parameters, x):
    """Whether no class gets more than half of a network's answers: (repeats,). One that diverged answers one class."""
    answers = forward(parameters, x).nan_to_num().argmax(-1)
    return one_hot(answers, CLASSES).double().mean(1).amax(1) <= 0.5


@torch.no_grad()
def accuracies(parameters, x, y):
    """In percent, for each network; one that diverged answers one class, a guess."""
    return 100 * (forward(parameters, x).nan_to_num().argmax(-1) == y).double().mean(1)
