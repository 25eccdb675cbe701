"""Do deeper plain networks err more because they overfit, or because their training fails? Do skip connections help?

He et al. (2015) asked it of convolutional networks on CIFAR-10. Here fully connected ReLU networks read 8×8 digits:
4, 20 and 56 layers, plain and with skip connections, without and with batch normalization. Every kind and depth
has its own learning rate, chosen by its training loss; all have the same number of steps.
"""

from collections import defaultdict

import numpy
import torch
from sklearn.datasets import load_digits
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.deepen import deepen
from snippets.ensemble import batches
from snippets.ensemble import forward as forward_plain
from snippets.residual import forward, init

CLASSES = 10
KINDS = {  # skip connections, batch normalization
    "plain": (False, False),
    "plain_identity": (False, False),  # and each hidden layer starts as the identity
    "residual": (True, False),
    "plain_norm": (False, True),
    "residual_norm": (True, True),
}
CURVES = "plain_norm", "residual_norm"  # kinds that are looked at during training
SETTINGS = {
    "480 steps": {"steps": 480, "repeats": 10},
    "600 training digits": {"train_size": 600, "repeats": 10},
    "half the learning rates": {
        "plain": ((4, 0.05), (20, 0.003), (56, 0.003)),
        "plain_identity": ((56, 0.0025),),
        "residual": ((20, 0.015), (56, 0.005)),
        "plain_norm": ((20, 0.03), (56, 0.005)),
        "residual_norm": ((20, 0.05), (56, 0.015)),
        "repeats": 10,
    },
}


def load(device, seed, repeats, train_size):
    """Digits as x (images, 64) in [-1, 1] and y, and the rows (repeats, n) to train on and to test on."""
    data = load_digits()
    x = torch.tensor(data.data, dtype=torch.float32, device=device) / 8 - 1
    orders = [torch.randperm(len(x), generator=generator(seed, repeat, 0)) for repeat in range(repeats)]
    order = torch.stack(orders).to(device)
    return x, torch.tensor(data.target, device=device), {"train": order[:, :train_size], "test": order[:, train_size:]}


def losses(logits, y):
    """The mean cross entropy of each member (E,)."""
    return cross_entropy(logits.mT, y, reduction="none").mean(1)


@torch.no_grad()
def evaluate(layers, skip, x, y, parts):
    """Loss, and error in percent, of each member on its training and its test rows; None where it diverged."""
    found = {}
    for part, rows in parts.items():
        logits = forward(layers, x[rows], skip, training=False)
        measured = losses(logits, y[rows]), 100 * (logits.argmax(-1) != y[rows]).double().mean(1)
        for name, values in zip(("loss", "error"), measured, strict=True):
            found[f"{part}_{name}"] = [v if ok else None for v, ok in zip(values.tolist(), finite(logits), strict=True)]
    return found


def finite(logits):
    return logits.isfinite().all(-1).all(-1).tolist()


def medians(found):
    """The median of each measure over the runs that did not diverge, or None."""
    finished = {name: [value for value in values if value is not None] for name, values in found.items()}
    return {name: numpy.median(values) if values else None for name, values in finished.items()}


def fit(layers, skip, x, y, parts, order, rate, every):
    """Train in place, the rate falling tenfold at half and at three quarters of the steps, as He et al. let it fall.

    rate: of all, or of each member (E,); a member's loss times its rate, at a rate of 1, takes the same steps.
    Returns what `evaluate` finds after every `every` steps; the last is that of the trained networks.
    """
    learned = [part for layer in layers for part in layer if part.requires_grad]
    optimizer = torch.optim.SGD(learned, 1.0, momentum=0.9, fused=True)
    drops = [len(order) // 2, len(order) * 3 // 4]
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, drops, 0.1)
    curve = []
    for step, rows in enumerate(order, 1):
        optimizer.zero_grad()
        scaled = rate * losses(forward(layers, x[rows], skip), y[rows])
        scaled.sum().backward()  # of which each member sees its own
        optimizer.step()
        schedule.step()
        if step % every == 0 or step == len(order):
            curve.append(evaluate(layers, skip, x, y, parts))
    return curve


def start(kind, depth, width, inputs, generators, device):
    """Networks of one kind; `plain_identity` is the control for skip blocks that start as the identity."""
    layers = init(depth, width, inputs, CLASSES, generators, device, *KINDS[kind])
    if kind == "plain_identity":
        with torch.no_grad():
            for weight, _ in layers[1:-1]:
                weight.copy_(torch.eye(width))
    return layers


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=320,
    batch=64,
    width=32,
    train_size=300,
    every=40,
    plain=((4, 0.1), (20, 0.006), (56, 0.006)),
    plain_identity=((56, 0.005),),
    residual=((20, 0.03), (56, 0.01)),
    plain_norm=((20, 0.06), (56, 0.01)),
    residual_norm=((20, 0.1), (56, 0.03)),
):
    x, y, parts = load(device, seed, repeats, train_size)
    rates = {"plain": plain, "plain_identity": plain_identity, "residual": residual}
    rates |= {"plain_norm": plain_norm, "residual_norm": residual_norm}
    final, curves, trained = defaultdict(dict), defaultdict(dict), {}
    for kind, (skip, _) in KINDS.items():
        for depth, rate in rates[kind]:
            generators = [generator(seed, repeat, 1, depth) for repeat in range(repeats)]
            layers = start(kind, depth, width, x.shape[1], generators, device)
            order = batches(list(parts["train"].cpu()), batch, steps, generators).to(device)
            curve = fit(layers, skip, x, y, parts, order, rate, every if kind in CURVES else steps)
            trained[kind, depth] = [part for layer in layers for part in layer]
            final[kind][depth] = curve[-1]
            if kind in CURVES:
                curves[kind][depth] = {name: [point[name] for point in curve] for name in ("train_error", "test_error")}

    (shallowest, _), *_, (deepest, _) = plain
    shallow, images = trained["plain", shallowest], x[parts["train"]]
    with torch.no_grad():
        change = forward_plain(deepen(shallow, deepest), images) - forward_plain(shallow, images)
    return {
        "final": final,
        "median": {kind: {depth: medians(found) for depth, found in final[kind].items()} for kind in KINDS},
        "curves": curves,
        "steps_shown": sorted({*range(every, steps + 1, every), steps}),
        "deepened_error": change.abs().amax((1, 2)),
        "test_size": parts["test"].shape[1],
    }
