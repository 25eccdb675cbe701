"""What is an epoch: how many updates, of which examples, and whose gradient is it?

Examples are cut into batches in a new order in every epoch. Each is used once an epoch, and the mean of the batches'
gradients is the gradient of all examples, as long as no update comes between them.
"""

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits
from snippets.ensemble import forward, init
from snippets.epochs import epochs


def run(device, seed, *, repeats=20, examples=20, sizes=(1, 2, 5, 10, 20), shown=5, epochs_shown=3, hidden=16):
    x, y = digits(device)
    pictured = torch.arange(examples)
    chance = generator(seed, 0, 0)
    order = [rows for _, rows, _ in epochs(pictured, pictured, shown, epochs_shown, chance)]

    errors, seen = {size: [] for size in sizes}, {size: [] for size in sizes}
    for repeat in range(repeats):
        chance = generator(seed, repeat, 1)
        rows = torch.randperm(len(x), generator=chance)[:examples]
        own, wanted = x[rows].double(), y[rows]
        net = [
            part.detach().double().requires_grad_() for part in init((x.shape[1], hidden, CLASSES), [chance], device)
        ]

        def slope(inputs, labels, net=net):
            loss = cross_entropy(forward(net, inputs)[0], labels)
            return torch.cat([part.flatten() for part in torch.autograd.grad(loss, net)])

        full = slope(own, wanted)
        for size in sizes:
            batches = [numbers for _, numbers, _ in epochs(torch.arange(examples), wanted, size, 1, chance)]
            seen[size].append(torch.cat(batches).bincount(minlength=examples).max().item())
            mean = torch.stack([slope(own[numbers], wanted[numbers]) for numbers in batches]).mean(0)
            errors[size].append(((mean - full).norm() / full.norm()).item())
    return {
        "order": torch.stack(order),  # (batches of three epochs, examples of a batch)
        "updates": {size: -(-examples // size) for size in sizes},
        "updates_shown": -(-examples // shown),
        "relative_error": errors,  # of the mean of the batches' gradients (repeats,)
        "most_often": seen,  # how often the example that came most often came in an epoch (repeats,)
    }
