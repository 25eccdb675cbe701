"""Which normalization still trains when the batch is small: batch, layer, group, instance, root mean square, or none?

Small convolutional networks learn MNIST-1D (Greydanus and Kobak, 2024) from a thousand examples, each with its own
normalization and its own learning rate, that of the best validation accuracy in tune.py. Batch normalization is tested
with its moving averages, as PyTorch does it.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import digits, orders, signals
from scripts.evidence.norms import Normal, accuracies, descend, forward, init, losses_of
from snippets.ensemble import batches

CONVOLUTIONS = ((16, 5, 2), (16, 3, 2), (16, 3, 1))
SIZES = (2, 8, 32, 128)
RATES = {  # for each of SIZES the rate of the best validation accuracy, seeds 0 to 9: tune.py
    "none": (0.01, 0.03, 0.1, 0.3),
    "batch": (0.01, 0.03, 0.1, 0.3),
    "layer": (0.01, 0.03, 0.1, 0.3),
    "group": (0.01, 0.03, 0.3, 0.3),
    "instance": (0.03, 0.1, 0.3, 1.0),
    "rms": (0.01, 0.03, 0.1, 0.3),
}
SETTINGS = {  # with the two sizes that the claims are about
    "32 channels": {
        "layers": ((32, 5, 2), (32, 3, 2), (32, 3, 1)),
        "sizes": (2, 32),
        "repeats": 10,
        "rates": {
            "none": (0.01, 0.1),
            "batch": (0.01, 0.1),
            "layer": (0.01, 0.1),
            "group": (0.01, 0.3),
            "rms": (0.01, 0.1),
        },
    },
    "four times the epochs": {
        "epochs": 12,
        "sizes": (2, 32),
        "repeats": 10,
        "rates": {
            "none": (0.01, 0.1),
            "batch": (0.01, 0.1),
            "layer": (0.01, 0.1),
            "group": (0.01, 0.3),
            "rms": (0.01, 0.1),
        },
    },
    "digits": {
        "data": "digits",
        "sizes": (2, 32),
        "repeats": 10,
        "rates": {
            "none": (0.01, 0.1),
            "batch": (0.01, 0.1),
            "layer": (0.01, 0.1),
            "group": (0.01, 0.3),
            "rms": (0.01, 0.1),
        },
    },
    "4 layers of 64 without positions": {
        "layers": ((64, 1, 1), (64, 1, 1), (64, 1, 1), (64, 1, 1)),
        "sizes": (2, 32),
        "repeats": 10,
        "rates": {
            "none": (0.003, 0.03),
            "batch": (0.003, 0.1),
            "layer": (0.003, 0.03),
            "group": (0.003, 0.03),
            "rms": (0.003, 0.03),
        },
    },
}


def run(
    device,
    seed,
    *,
    repeats=20,
    sizes=SIZES,
    rates=RATES,
    epochs=3,
    examples=1000,
    layers=CONVOLUTIONS,
    data="MNIST-1D",
):
    how = {"repeats": repeats, "epochs": epochs, "examples": examples, "layers": layers, "data": data}
    found = {kind: [] for kind in rates}
    for place, size in enumerate(sizes):
        jobs = [(kind, of_kind[place]) for kind, of_kind in rates.items()]
        for (kind, _), row in zip(jobs, train(device, seed, jobs, batch_size=size, **how), strict=True):
            found[kind].append(row)
    return {
        "accuracy": found,
        "places": {str(size): place for place, size in enumerate(sizes)},
        "mean": {
            kind: {str(size): sum(row) / len(row) for size, row in zip(sizes, rows, strict=True)}
            for kind, rows in found.items()
        },
        "channels": layers[0][0],
        "hidden_layers": len(layers),
    }


def train(device, seed, jobs, *, repeats, batch_size, epochs, examples, layers, data, momentum=0.9, part="test"):
    """Accuracy in percent of each repeat, for each job (kind, rate): [[repeat, ...], ...]. The jobs of one kind train
    together; all start alike and see the same batches. part: the 1000 examples for testing, or others for tuning."""
    x, y = digits(device) if data == "digits" else signals(device)
    x = (x - x.mean()) / x.std()
    x = x[:, :, None] if layers[0][1] > 1 else x[:, None]
    chance = [generator(seed, repeat) for repeat in range(repeats)]
    split = orders(chance, x)
    known, rest = split[:, :examples], split[:, examples:]
    judged = {"test": rest[:, :1000], "validation": rest[:, 1000:2000]} if data != "digits" else {"test": rest}
    start = init(layers, x.shape[-1], chance, device)
    steps = epochs * examples // batch_size
    order = batches(known, batch_size, steps, chance)
    found = {}
    for kind in dict.fromkeys(kind for kind, _ in jobs):
        rates = [rate for other, rate in jobs if other == kind]
        all_rates = torch.tensor(rates, device=device).repeat_interleave(repeats)
        parameters = [each.detach().repeat(len(rates), *[1] * (each.dim() - 1)).requires_grad_() for each in start]
        movements = [torch.zeros_like(each) for each in parameters]
        normal = None if kind == "none" else Normal(kind)
        for rows in order.repeat(1, len(rates), 1).to(device):
            losses = losses_of(forward(parameters, x[rows], layers, normal), y[rows])
            descend(parameters, movements, losses, all_rates, momentum)
        if normal:
            normal.training = False
        rows = judged[part].repeat(len(rates), 1)
        with torch.no_grad():
            scores = accuracies(forward(parameters, x[rows], layers, normal), y[rows]).view(len(rates), repeats)
        found |= {(kind, rate): row for rate, row in zip(rates, scores.tolist(), strict=True)}
    return [found[job] for job in jobs]
