"""Does weight decay act in Adam and in AdamW, and what does the loss's scale do to it?

In `torch.optim.Adam` weight_decay is added to the gradient and divided by the gradient's size with it; in
`torch.optim.AdamW` it shrinks the weights beside that. The same networks learn digits and MNIST-1D (Greydanus and
Kobak, 2024) by both, with the loss as it is and multiplied by a number.
"""

from statistics import fmean

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import batches, forward, init

DATA = {"digits": digits, "signals": signals}
RULES = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
SETTINGS = {
    "learning rate 0.001": {"rate": 0.001, "digits_best": (0.001, 1.0), "signals_best": (0.03, 3.0), "repeats": 12},
    "one hidden layer of 100": {"hidden": (100,), "repeats": 12},
    "200 training examples": {"examples": 200, "repeats": 12},
    "loss times 10": {"scale": 10.0, "repeats": 12},
}


def learn(x, y, seed, known, hidden, size, steps, rate, rule, decay, scale=1.0):
    """Networks, one for each row of `known`, that learn by RULES[rule] from `scale` times the loss."""
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]  # the same start and batches in every arm
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    optimizer = RULES[rule](parameters, rate, weight_decay=decay, fused=True)
    for rows in batches(known, size, steps, own).to(x.device):
        losses = cross_entropy(forward(parameters, x[rows]).mT, y[rows], reduction="none").mean(1)
        optimizer.zero_grad()
        (scale * losses.sum()).backward()
        optimizer.step()
    return [parameter.detach() for parameter in parameters]


def norms(parameters):
    """The norm of all weights of each network; biases are left out."""
    return sum(weight.flatten(1).square().sum(1) for weight in parameters[::2]).sqrt()


def accuracy(parameters, x, y, rows):
    """Of each network on its own rows, in percent."""
    return 100 * (forward(parameters, x[rows]).argmax(2) == y[rows]).double().mean(1)


def run(
    device,
    seed,
    *,
    repeats=40,
    norm_repeats=12,
    examples=500,
    held_out=400,
    hidden=(50, 50),
    batch_size=50,
    steps=1000,
    rate=0.003,
    decay=0.01,  # AdamW's default in PyTorch
    scale=100.0,
    digits_best=(0.001, 0.3),  # Adam's and AdamW's with the highest validation accuracy, seeds 0 to 9
    signals_best=(0.03, 1.0),
):
    best = {"digits": digits_best, "signals": signals_best}
    norm, right = {}, {}
    for name, load in DATA.items():
        x, y = load(device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known, new = order[:, :examples], order[:, examples + held_out :][:, :800]  # between them: for tuning
        few = known[:norm_repeats]
        arms = {
            "none": ("adam", 0.0, 1.0, known),
            "best_adam": ("adam", best[name][0], 1.0, known),
            "best_adamw": ("adamw", best[name][1], 1.0, known),
            "adam": ("adam", decay, 1.0, few),
            "adam_scaled": ("adam", decay, scale, few),
            "adamw": ("adamw", decay, 1.0, few),
            "adamw_strong": ("adamw", best[name][1], 1.0, few),
            "adamw_strong_scaled": ("adamw", best[name][1], scale, few),
        }
        norm[name], right[name] = {}, {}
        for arm, (rule, strength, times, rows) in arms.items():
            nets = learn(x, y, seed, rows, hidden, batch_size, steps, rate, rule, strength, times)
            norm[name][arm] = norms(nets).tolist()
            right[name][arm] = accuracy(nets, x, y, new[: len(rows)].to(device)).tolist()
    return {
        "norm": norm,
        "accuracy": right,
        "mean_norm": {name: {arm: fmean(row) for arm, row in of.items()} for name, of in norm.items()},
        "mean_accuracy": {name: {arm: fmean(row) for arm, row in of.items()} for name, of in right.items()},
        "time": 1 / (rate * decay),  # steps in which AdamW's decay alone shrinks a weight by a factor of e
        "gap": {"adamw": path_gap(seed, scale, "adamw"), "adam": path_gap(seed, scale, "adam")},
    }


def path_gap(seed, scale, rule, steps=100):
    """How far `scale` times the loss takes a network's parameters from their path, largest of all steps; float64, ε 0.

    Adam's decay is multiplied by `scale` too.
    """
    chance = generator(seed, 0, 2)
    x = torch.randn(steps, 16, 8, generator=chance, dtype=torch.float64)
    start = [torch.randn(shape, generator=chance, dtype=torch.float64) / 4 for shape in ((16, 8), (16,), (1, 16), (1,))]
    paths = []
    for times in 1.0, scale:
        net = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 1)).double()
        with torch.no_grad():
            for parameter, value in zip(net.parameters(), start, strict=True):
                parameter.copy_(value)
        decay = 0.1 * times if rule == "adam" else 0.1
        optimizer, path = RULES[rule](net.parameters(), 0.01, eps=0.0, weight_decay=decay), []
        for batch in x:
            optimizer.zero_grad()
            (times * (net(batch) - batch.sin().sum(1, keepdim=True)).square().mean()).backward()
            optimizer.step()
            path.append(torch.cat([parameter.detach().flatten() for parameter in net.parameters()]))
        paths.append(torch.stack(path))
    return (paths[0] - paths[1]).abs().max().item()
