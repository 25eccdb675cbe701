"""What does batch normalization make of the other examples, of the size of the weights, and of the averages?

Some of it is exact: the outputs of one example hang on the others, and ten times the weights leave the loss. Two are
measured: what weight decay does to weights whose size means nothing, and what becomes of an average of σ.
"""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from scripts.evidence.normed import Normed, fit
from snippets.batch_norm import BatchNorm
from snippets.ensemble import batches

DATA = {"digits": digits, "MNIST-1D": signals}
SETTINGS = {
    "MNIST-1D": {"data": "MNIST-1D", "repeats": 12},
    "64 units": {"width": 64, "repeats": 12},
    "batches of 16": {"batch_size": 16, "repeats": 12},
    "4 hidden layers": {"layers": 4, "repeats": 12},
}


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=400,
    last=20,
    batch_size=64,
    layers=2,
    width=32,
    momentum=0.9,
    rate=0.1,
    decay=0.01,
    small=4,
    factor=10,
    data="digits",
    train_size=1000,
):
    x, y = DATA[data](device)
    x = (x - x.mean()) / x.std()
    known = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)[:, :train_size]

    def trained(amount):
        """Length of the hidden weights (E,) before the last steps, and how far these move them, over that length."""
        chance = [generator(seed, repeat, 1) for repeat in range(repeats)]
        sizes = x.shape[1], *[width] * layers, CLASSES
        nets = Normed(sizes, chance, device, start="He", activation="ReLU", normalized=True)
        rows = batches(list(known), batch_size, steps, chance)
        fit(nets, x, y, rows[:-last], [rate] * repeats, coefficient=momentum, decay=amount)
        before = hidden(nets)
        fit(nets, x, y, rows[-last:], [rate] * repeats, coefficient=momentum, decay=amount)
        length = before.norm(dim=1)
        return nets, {"length": length.tolist(), "moved": ((hidden(nets) - before).norm(dim=1) / length).tolist()}

    nets, without = trained(0.0)
    _, with_decay = trained(decay)
    return {
        "without": without,
        "decay": with_decay,
        "sigma": sigmas(nets, x, known, small, [generator(seed, repeat, 2) for repeat in range(repeats)]),
        "exact": exact(x.double(), y, known[0][:batch_size], factor, width, generator(seed, 0, 3)),
    }


def hidden(nets):
    """Weights of the layers that are normalized after, (E, numbers)."""
    return torch.cat([weight.detach().flatten(1) for weight in nets.weights[:-1]], 1)


@torch.no_grad()
def sigmas(nets, x, known, size, chance, batches_seen=200):
    """σ of the median unit of the first layer: over all training examples, and from averages over small batches."""
    z = torch.baddbmm(nets.biases[0], x[known], nets.weights[0])  # (E, n, units)
    whole = z.std(1)
    picks = torch.stack([torch.randint(z.shape[1], (batches_seen * size,), generator=each) for each in chance])
    drawn = z[torch.arange(len(z))[:, None], picks].unflatten(1, (batches_seen, size))
    lecture = drawn.std(2, correction=0).mean(1)  # the average of σ over n
    torchs = drawn.var(2).mean(1).sqrt()  # the root of the average of σ² over n − 1
    return {
        name: (found / whole).nanmedian(1).values.tolist() for name, found in (("lecture", lecture), ("torch", torchs))
    }


def exact(x, y, rows, factor, width, chance):
    """Errors of what must be equal, in float64, for one batch of real examples; and how strong the ties are."""
    x, y = x[rows].cpu(), y[rows].cpu()
    weight = torch.randn(x.shape[1], width, generator=chance, dtype=torch.float64) / x.shape[1] ** 0.5
    last = torch.randn(width, CLASSES, generator=chance, dtype=torch.float64) / width**0.5

    def loss_and_gradient(times, norm):
        own = (times * weight).requires_grad_()
        loss = cross_entropy(torch.relu(norm(x @ own)) @ last, y)
        return loss.item(), torch.autograd.grad(loss, own)[0]

    normalized = BatchNorm(width, eps=0).double()
    small, large = (loss_and_gradient(times, normalized) for times in (1, factor))
    plain, scaled = (loss_and_gradient(times, nn.Identity()) for times in (1, factor))
    z = (x @ weight)[:, :1]
    one = BatchNorm(1, eps=0).double()
    ties = torch.autograd.functional.jacobian(lambda z: one(z), z)[:, 0, :, 0]  # outputs by inputs, over the batch
    own = ties.diagonal()
    two = BatchNorm(width, eps=0).double()(x[:2] @ weight).detach()
    theirs = nn.BatchNorm1d(width).double()
    both = [loss_and_gradient(1, norm) for norm in (BatchNorm(width).double(), theirs)]
    return {
        "loss": [small[0], large[0]],
        "plain_loss": [plain[0], scaled[0]],
        "loss_error": abs(small[0] - large[0]),
        "gradient_error": float((factor * large[1] - small[1]).abs().max() / small[1].abs().max()),
        "sum_error": float(ties.sum(1).abs().max() / own.abs().max()),
        "others_over_own": float(((ties.square().sum() - own.square().sum()) / own.square().sum()).sqrt()),
        "two_error": float((two.abs() - 1).abs().max()),
        "torch_error": max(abs(both[0][0] - both[1][0]), float((both[0][1] - both[1][1]).abs().max())),
    }
