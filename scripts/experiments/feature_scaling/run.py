"""How much faster is gradient descent on standardized features, and what does standardizing not remove?

Least squares with an intercept on the ten points of the lecture, on two features of other ranges, and on random halves
of three real tables: the condition number, and the steps at the best constant rate, from the eigenvalues. And a small
network on two of the tables, raw and standardized, each at its best rate.
"""

import math

import numpy
import torch
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from scripts.evidence.chance import generator
from scripts.evidence.normed import Normed, accuracies, fit, losses
from snippets.ensemble import batches

TEN = (
    (338, 333, 328, 207, 226, 25, 179, 60, 208, 606),
    (640, 633, 619, 393, 428, 27, 193, 66, 226, 1591),
)
SETTINGS = {
    "two hidden layers": {"layers": 2, "repeats": 12},
    "600 steps": {"steps": 600, "repeats": 12},
    "batches of 8": {"batch_size": 8, "repeats": 12},
    "80 % of the rows": {"share": 0.8, "repeats": 12},
    "30 % of the rows": {"share": 0.3, "repeats": 12},
    "60 % of the rows, to a thousandth": {"share": 0.6, "within": 0.001, "repeats": 12},
}


def tables():
    """{name: (x (rows, features), y (rows,))}, as measured."""
    return {
        "diabetes": load_diabetes(return_X_y=True, scaled=False),
        "wine": load_wine(return_X_y=True),
        "breast cancer": load_breast_cancer(return_X_y=True),
    }


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=200,
    batch_size=32,
    layers=1,
    width=32,
    share=0.5,
    within=0.01,
    rates=(1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0, 10.0),
):
    real = tables()
    halves = {
        name: [torch.randperm(len(x), generator=generator(seed, repeat, 0)).numpy() for repeat in range(repeats)]
        for name, (x, _) in real.items()
    }
    found = {}
    for name, (x, y) in real.items():
        kept = [order[: int(share * len(x))] for order in halves[name]]
        rows = [solve(x[own], y[own], within) for own in kept]
        found[name] = {way: {key: [row[way][key] for row in rows] for key in row_keys} for way in WAYS}
    chance = generator(seed, 0, 1)
    toy = torch.stack([torch.rand(100, generator=chance) * 5, 100 + torch.rand(100, generator=chance) * 400], 1)
    drawn = {"ten points": (TEN[0], TEN[1]), "two ranges": (toy.numpy(), toy.numpy() @ [1.0, 0.01])}
    small = {}
    for name, (x, y) in drawn.items():
        small[name] = solve(numpy.array(x, dtype=float).reshape(len(y), -1), numpy.array(y, dtype=float), within)
    return {
        "real": found,
        "drawn": small,
        "median": {
            name: {way: {key: float(numpy.median(values)) for key, values in of.items()} for way, of in ways.items()}
            for name, ways in found.items()
        },
        "network": {
            name: network(
                device, seed, *real[name], halves[name], share, repeats, steps, batch_size, [width] * layers, rates
            )
            for name in ("wine", "breast cancer")
        },
    }


WAYS = "raw", "centered", "standardized"
row_keys = "condition", "steps"


def solve(x, y, within):
    """{way: condition number, steps} of least squares with an intercept, from zero, at the best constant rate."""
    centered = x - x.mean(0)
    forms = {"raw": x, "centered": centered, "standardized": centered / x.std(0)}
    return {way: condition_and_steps(form, (y - y.mean()) / y.std() + 1, within) for way, form in forms.items()}


def condition_and_steps(x, y, within):
    design = numpy.column_stack([numpy.ones(len(x)), x])
    left, values, _ = numpy.linalg.svd(design, full_matrices=False)
    curvatures, excess = values**2, (left.T @ y) ** 2  # what each direction has to give of the loss
    rate = 2 / (curvatures[0] + curvatures[-1])
    logs = 2 * numpy.log(numpy.maximum(numpy.abs(1 - rate * curvatures), 1e-300))

    def left_after(steps):
        return float((excess * numpy.exp(logs * steps)).sum() / excess.sum())

    low, high = 0, 1
    while left_after(high) > within:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if left_after(middle) > within else (low, middle)
    return {"condition": float(curvatures[0] / curvatures[-1]), "steps": high}


def network(device, seed, x, y, orders, share, repeats, steps, batch_size, hidden, rates):
    """{way: test accuracy of each repeat, at the rate of the least training loss; and that rate}"""
    y = torch.tensor(y, device=device)
    train = [torch.tensor(order[: int(share * len(x))]) for order in orders]
    test = torch.stack([torch.tensor(order[int(share * len(x)) :]) for order in orders])
    found = {}
    for way in ("raw", "standardized"):
        own = []
        for rows in train:  # each repeat's own mean and deviation, of its training rows
            part = x[rows.numpy()]
            own.append((x - part.mean(0)) / part.std(0) if way == "standardized" else x)
        inputs = torch.tensor(numpy.stack(own), dtype=torch.float32, device=device)
        offsets = torch.arange(repeats)[:, None] * len(x)  # all repeats' tables below each other
        flat, labels = inputs.flatten(0, 1), y.repeat(repeats)
        known = (torch.stack(train) + offsets).repeat_interleave(len(rates), 0)
        chance = [generator(seed, repeat, 2) for repeat in range(repeats) for _ in rates]
        sizes = x.shape[1], *hidden, int(y.max()) + 1
        nets = Normed(sizes, chance, device, start="default", activation="ReLU", normalized=False)
        fit(nets, flat, labels, batches(list(known), batch_size, steps, chance), list(rates) * repeats)
        fresh = (test + offsets).repeat_interleave(len(rates), 0)
        with torch.no_grad():
            loss = losses(nets(flat[known]), labels[known]).nan_to_num(math.inf).view(repeats, -1)
            right = accuracies(nets(flat[fresh]), labels[fresh])
        best = loss.argmin(1).tolist()
        found[way] = {
            "accuracy": [right[repeat * len(rates) + at] for repeat, at in enumerate(best)],
            "loss": [float(row[at]) for row, at in zip(loss, best, strict=True)],
            "rate": [rates[at] for at in best],
        }
    return found
