"""Mini-batches: every example once an epoch, in a new order each time."""

import torch


def epochs(x, y, size, count, generator=None):
    """Batches of x (n, ...) and y (n, ...): `size` examples each, the last of an
    epoch fewer, for `count` epochs. Gives (epoch, x, y).

    What torch's DataLoader(shuffle=True) does, without workers. Raises ValueError
    for no example, another number of labels, or a size below one.
    """
    if len(x) != len(y) or not len(x) or size < 1:
        raise ValueError(
            "a label for each example is needed, and a size of 1 or more"
        )
    for epoch in range(count):
        order = torch.randperm(len(x), generator=generator).to(x.device)
        for rows in order.split(size):
            yield epoch, x[rows], y[rows]
