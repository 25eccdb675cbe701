"""How long does an update take, and how long an epoch, with batches of every size?

Random inputs of MNIST's shape, and a network with one hidden layer: the time does not ask what the numbers mean.
"""

import time

import torch
from torch.nn.functional import cross_entropy

ALL = 60_000


def run(device, seed, *, sizes=(1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 60_000), hidden=500, least=0.6, fewest=3):
    chance = torch.Generator().manual_seed(seed)
    x = torch.randn(ALL, 784, generator=chance).to(device)
    y = torch.randint(10, (ALL,), generator=chance).to(device)
    model = torch.nn.Sequential(torch.nn.Linear(784, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 10)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.001)

    def update(first, size):
        optimizer.zero_grad()
        cross_entropy(model(x[first : first + size]), y[first : first + size]).backward()
        optimizer.step()

    def clock():
        if x.is_cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    seconds = []
    for size in sizes:
        update(0, size)  # the first one makes room
        begun, taken = clock(), []
        while len(taken) < fewest or taken[-1] - begun < least:
            update(len(taken) * size % (ALL - size + 1), size)
            taken.append(clock())
        steps = [after - before for before, after in zip([begun, *taken], taken, strict=False)]
        seconds.append(sorted(steps)[len(steps) // 2])
    return {
        "sizes": sizes,
        "seconds_an_update": seconds,  # the median
        "seconds_an_epoch": [each * -(-ALL // size) for each, size in zip(seconds, sizes, strict=True)],
    }
