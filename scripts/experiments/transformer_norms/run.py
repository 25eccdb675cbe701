"""In a small pre-norm transformer: does RMSNorm do as well as layer normalization, and does tanh(αx) in its place?

Transformers learn the handwritten digits as eight tokens, with Adam and a linear decay, each normalization at its own
peak rate, that of the best validation accuracy in tune.py.
"""

import torch

from scripts.evidence.chance import generator
from scripts.evidence.data import digits, orders, signals
from scripts.evidence.transformer import Adam, Shape, layer
from snippets.ensemble import batches

TOGETHER = 40  # members in one batched product


def root_mean_square(x, alpha):
    """RMSNorm, without a shift (Zhang and Sennrich, 2019)."""
    return x * (x.square().mean(-1, keepdim=True) + 1e-5).rsqrt()


def dynamic_tanh(x, alpha):
    """tanh(αx), α learned from 0.5 (Zhu et al., 2025)."""
    return torch.tanh(alpha * x)


NORMS = {"layer": layer, "rms": root_mean_square, "tanh": dynamic_tanh, "none": lambda x, alpha: x}
RATES = {"layer": 0.012, "rms": 0.012, "tanh": 0.016, "none": 0.016}  # of the best validation accuracy: tune.py
SETTINGS = {
    "twice the steps": {"steps": 480},
    "4 layers": {"layers": 4, "repeats": 10},
    "MNIST-1D": {"data": "MNIST-1D", "features": 5, "repeats": 10},
}


def train(device, seed, jobs, *, repeats, steps, batch_size, shape, data="digits", part="test"):
    """Accuracies in percent of every repeat, for each job (norm, peak rate): [[repeat, ...], ...]."""
    x, y = digits(device) if data == "digits" else signals(device)
    x = ((x - x.mean()) / x.std()).unflatten(1, (shape.tokens, shape.features))
    chance = [generator(seed, repeat) for repeat in range(repeats)]
    split = orders(chance, x)
    judged = {"validation": split[:, 1000:1397], "test": split[:, 1000:1797]}[part]
    start = shape.init(chance).to(device)
    order = batches(split[:, :1000], batch_size, steps, chance)
    no_shift = torch.cat(
        [torch.full(sizes, 0.0 if name.endswith("shift") else 1.0).flatten() for name, sizes in shape.parts()]
    ).to(device)
    found = {}
    for kind in dict.fromkeys(kind for kind, _ in jobs):
        members = [(rate, member) for other, rate in jobs if other == kind for member in range(repeats)]
        scores = []
        for begin in range(0, len(members), TOGETHER):
            chosen = members[begin : begin + TOGETHER]
            own = torch.tensor([member for _, member in chosen])
            rates = torch.tensor([rate for rate, _ in chosen])
            theta = start[own]
            optimizer = Adam(theta)
            for step in range(steps):
                rows = order[step, own]
                _, gradient = shape.gradients(theta, x[rows], y[rows], NORMS[kind])
                if kind == "rms":
                    gradient = gradient * no_shift
                optimizer.step(theta, gradient, rates * (1 - step / steps))
            with torch.no_grad():
                rows = judged[own]
                right = shape.forward(theta, x[rows], NORMS[kind]).argmax(-1) == y[rows]
                scores += (100 * right.double().mean(1)).tolist()
        rates = [rate for other, rate in jobs if other == kind]
        found |= {(kind, rate): scores[i * repeats : (i + 1) * repeats] for i, rate in enumerate(rates)}
    return [found[job] for job in jobs]


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=240,
    batch_size=16,
    data="digits",
    tokens=8,
    features=8,
    width=16,
    heads=4,
    layers=2,
    hidden=32,
    rates=RATES,
):
    shape = Shape(tokens, features, width, heads, layers, hidden, before=True)
    how = {"repeats": repeats, "steps": steps, "batch_size": batch_size, "shape": shape, "data": data}
    accuracy = dict(zip(rates, train(device, seed, [*rates.items()], **how), strict=True))
    return {"accuracy": accuracy, "mean": {kind: sum(row) / len(row) for kind, row in accuracy.items()}}
