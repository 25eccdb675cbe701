"""How much does the adaptive rate 1/σ vary at step t, and does RAdam's formula say so?

Networks at their initialization, frozen: minibatch gradients in many random orders, and after t of them the spread of
1/σ over the orders, for single parameters. Adam's average with bias correction.
"""

import math

import torch
from scipy import special

from scripts.evidence.chance import generator
from scripts.evidence.transformer import Shape
from scripts.evidence.warmup import TOGETHER, Task

SETTINGS = {
    "batches of 64": {"batch_size": 64, "repeats": 10},
    "β₂ = 0.95": {"second": 0.95, "repeats": 10},
    "8 tokens, two heads": {"tokens": 8, "features": 8, "heads": 2, "repeats": 10},
    "MNIST-1D": {"data": "MNIST-1D", "features": 10, "repeats": 10},
}


def run(
    device,
    seed,
    *,
    repeats=12,
    batch_size=16,
    data="digits",
    tokens=4,
    features=16,
    width=16,
    heads=1,
    layers=6,
    hidden=32,
    second=0.999,
    gradients=400,
    orders=200,
    parameters=300,
    counts=(1, 2, 5, 10, 30, 100),
):
    sizes = {"tokens": tokens, "features": features, "width": width, "heads": heads, "layers": layers}
    shape = Shape(**sizes, hidden=hidden)
    task = Task(device, seed, shape, repeats=repeats, steps=gradients, batch_size=batch_size, data=data)
    spreads = []
    for repeat in range(repeats):
        own = generator(seed, repeat, 1)
        squares = squared_gradients(task, repeat, parameters, own)
        drawn = torch.randint(gradients, (max(counts), orders), generator=own)
        average, row = squares.new_zeros(orders, squares.shape[1]), []
        for count, numbers in enumerate(drawn, 1):
            average.mul_(second).add_(squares[numbers], alpha=1 - second)
            if count in counts:
                adaptive = (average / (1 - second**count)).rsqrt()
                low, high = adaptive.quantile(adaptive.new_tensor([0.1, 0.9]), 0)
                row.append((high / low).log().median().item())
        spreads.append(row)
    lengths = [length(count, second) for count in counts]
    return {
        "at": counts,
        "log_spread": spreads,  # of each repeat at each count: log of the 90 % quantile over the 10 % quantile
        "predicted": [predicted(each) for each in lengths],
        "factor": [math.exp(sum(column) / repeats) for column in zip(*spreads, strict=True)],
        "predicted_factor": [math.exp(predicted(each)) for each in lengths],
    }


def squared_gradients(task, repeat, parameters, own):
    """Squares (gradients, parameters) of weights chosen at random among those whose gradient is never zero."""
    rows, found = task.order[:, repeat], []
    for part in rows.split(TOGETHER):
        theta = task.start[repeat].expand(len(part), -1)
        found.append(task.gradients(theta, part)[1].square())
    found = torch.cat(found)
    names = torch.cat([torch.full((math.prod(size),), "bias" not in name) for name, size in task.shape.parts()]).to(
        found.device
    )  # the bias of the keys has no gradient but rounding
    alive = torch.nonzero(names & (found > 0).all(0))[:, 0]
    return found[:, alive[torch.randperm(len(alive), generator=own)[:parameters]]]


def length(count, second):
    """How many equally weighted squares the average of this step is worth: ρ of Liu et al. (2020)."""
    most = 2 / (1 - second) - 1
    return most - 2 * count * second**count / (1 - second**count)


def predicted(freedom):
    """Log ratio of the 90 % and the 10 % quantile of 1/σ, where σ² is a scaled chi square with so much freedom."""
    low, high = (2 * float(special.gammaincinv(freedom / 2, share)) for share in (0.1, 0.9))
    return 0.5 * math.log(high / low)
