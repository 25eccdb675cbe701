"""The same few steps at many learning rates: which of them train?"""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.parts import call, take

# --8<-- [start:code]

RATES = [10 ** (power / 2) for power in range(-10, 1)]  # 1e-5, 3.2e-5, ... 0.32, 1


def sweep(start, loss, x, y, rates=RATES, steps=200, batch=32, seed=0):
    """start(rate) -> a fresh (network, step) of this rate; step(x, y) is your own
    update. -> {rate: the training loss after so many steps, or infinity}

    Every rate has the same start and the same batches; x, y: training examples.
    """
    found = {}
    for rate in rates:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            net, step = start(rate)
            for rows in torch.randint(len(y), (steps, batch)):
                step(take(x, rows), y[rows])
            with torch.no_grad():
                end = loss(call(net.train(), x), y)
        found[rate] = end.nan_to_num(nan=torch.inf).item()
    return found
