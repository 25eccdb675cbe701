"""More layers: until when does the training loss fall, and does it rise again because of the depth?

Networks predict tomorrow's births in the United States from the last 56 days, as the lecture's predicted a
channel's views. Each repeat takes another stretch of the series, 1969 to 1988: four years to train, the next to test.
The same networks are trained from two starts: torch's own, and He's (2015), whose weights have the variance 2 / inputs.
"""

from collections import defaultdict
from pathlib import Path

import torch
from torch.nn.functional import mse_loss

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train

DATA = Path(__file__).parents[3] / "docs" / "data" / "births.csv"  # CC0; docs/data/README.md
YEAR = 365
HE = 6**0.5  # torch draws weights with variance 1 / (3 inputs)
STARTS = {"torch": 1.0, "he": HE}
SETTINGS = {
    "32 units a layer": {"width": 32, "repeats": 10},
    "300 steps": {"steps": 300, "repeats": 10},
    "three years to train, batches of 64": {"train_days": 1095, "batch": 64, "repeats": 10},
}


def load():
    """The series, births a day (days,)."""
    rows = DATA.read_text("utf-8").split()[1:]
    return torch.tensor([float(row.partition(",")[2]) for row in rows])


def windows(series, days, train_days, seed, repeats):
    """x (repeats, n, days), the next day y (repeats, n, 1), both standardized, and the births that 1 stands for."""
    length, x, y, unit = days + train_days + YEAR, [], [], []
    for repeat in range(repeats):
        first = torch.randint(len(series) - length + 1, (1,), generator=generator(seed, repeat, 0)).item()
        stretch = series[first : first + length]
        known = stretch[: days + train_days]
        spans = ((stretch - known.mean()) / known.std()).unfold(0, days + 1, 1)
        x.append(spans[:, :days])
        y.append(spans[:, days:])
        unit.append(known.std())
    return torch.stack(x), torch.stack(y), torch.stack(unit)


def errors(predicted, y, unit, train_days):
    """Root mean squared errors in births, for training and test days: a number per repeat."""
    squares = (predicted - y).square().squeeze(-1)
    parts = {"train": squares[:, :train_days], "test": squares[:, train_days:]}
    return {part: squares.mean(1).sqrt() * unit for part, squares in parts.items()}


def means(found):
    return {key: {part: values.mean() for part, values in parts.items()} for key, parts in found.items()}


def linear(x, y, days, train_days):
    """Predictions of the linear function of the last `days` days with the smallest training loss."""
    inputs = torch.cat([x[..., -days:], torch.ones_like(y)], -1).double()
    best = torch.linalg.lstsq(inputs[:, :train_days], y[:, :train_days].double()).solution
    return inputs @ best


def network(x, y, train_days, layers, width, start, learning_rate, steps, batch, generators):
    """Predictions of networks with `layers` hidden layers, trained by Adam; the learning rate falls to 0."""
    parameters = init((x.shape[-1], *[width] * layers, 1), generators, x.device)
    with torch.no_grad():
        for weight in parameters[:-2:2]:
            weight *= STARTS[start]
    rows = [torch.arange(train_days) + member * x.shape[1] for member in range(len(x))]
    order = batches(rows, batch, steps, generators)
    optimizer = torch.optim.Adam(parameters, learning_rate, fused=True)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    optimizer.register_step_post_hook(lambda *_: schedule.step())
    train(parameters, x.flatten(0, 1), y.flatten(0, 1), order, optimizer, mse_loss)
    with torch.no_grad():
        return forward(parameters, x)


def run(
    device,
    seed,
    *,
    repeats=20,
    steps=600,
    batch=128,
    width=64,
    window=56,
    train_days=4 * YEAR,
    features=(1, 7, 28, 56),
    torch_rates=((1, 0.032), (2, 0.016), (3, 0.012), (4, 0.008), (5, 0.008), (8, 0.008), (12, 0.008)),
    he_rates=((1, 0.032), (4, 0.008), (12, 0.002)),
):
    x, y, unit = (part.to(device) for part in windows(load(), window, train_days, seed, repeats))
    by_features = {days: errors(linear(x, y, days, train_days), y, unit, train_days) for days in features}
    by_layers = defaultdict(dict)
    for start, rates in ("torch", torch_rates), ("he", he_rates):
        for layers, rate in rates:
            generators = [generator(seed, repeat, 1, layers) for repeat in range(repeats)]
            predicted = network(x, y, train_days, layers, width, start, rate, steps, batch, generators)
            by_layers[start][layers] = errors(predicted, y, unit, train_days)
    return {
        "features": by_features,
        "layers": by_layers,
        "mean_features": means(by_features),
        "mean_layers": {start: means(found) for start, found in by_layers.items()},
    }
