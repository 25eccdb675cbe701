"""More layers: until when does the training loss fall, and does it rise again because of the depth?

Networks predict tomorrow's births in the United States from the last 56 days, as the lecture's predicted a
channel's views. Each repeat takes another stretch of the series, 1969 to 1988: four years to train, the next to test.
The same networks are trained from two starts: torch's own, and He's (2015), whose weights have the variance 2 / inputs.
"""

from collections import defaultdict

import numpy
import torch
from torch.nn.functional import mse_loss

from scripts.chance import generator
from scripts.evidence import Effect, Family
from scripts.paired import log_ratios
from scripts.store import ROOT
from scripts.style import INK
from snippets.ensemble import batches, forward, init, train

DATA = "docs/data/births.csv"  # CC0; docs/data/README.md
YEAR = 365
HE = 6**0.5  # torch draws weights with variance 1 / (3 inputs)
STARTS = {"torch": 1.0, "he": HE}
MATTERS = 1.05  # a twentieth of the error: less would not decide how many layers to take
JUMP = 1.5  # the lecture's was from 100 to 340


def load():
    """The series, births a day (days,)."""
    rows = (ROOT / DATA).read_text("utf-8").split()[1:]
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
    optimizer = torch.optim.Adam(parameters, learning_rate)
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


def claim_more_features_lower_the_loss(result):
    """The first remedy for model bias is more features: [[window]] days instead of one.

    Slot 05. Scope: linear functions of the past days with the smallest training loss, in closed form; [[repeats]]
    stretches of four years drawn from the same twenty of daily births, which overlap.
    """
    errors = {part: pairs(result["features"], "56", "1", part) for part in ("train", "test")}
    names = {"training error": errors["train"], "test error": errors["test"]}
    return Family({name: Effect(values, "×", MATTERS, side=-1, ratio=True) for name, values in names.items()})


def claim_layers_lower_the_training_loss(result):
    """The second remedy is a deeper network: three hidden layers instead of one.

    Slot 05. Scope: training error; [[width]] units a layer, [[window]] days, torch's start, Adam with a learning rate
    for each depth, [[steps]] steps. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    values = pairs(result["layers"]["torch"], "3", "1", "train")
    return Effect(values, unit="×", delta=MATTERS, side=-1, ratio=True)


def claim_five_layers_train_worse_than_four(result):
    """The lecture's table: with the fifth layer the training loss jumps.

    Slot 05. Scope: training error of five hidden layers against four, torch's start, a learning rate for each depth;
    a jump is half as much again. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["torch"], "5", "4", "train"), unit="×", delta=JUMP, ratio=True)


def claim_twelve_layers_train_worse_than_four(result):
    """Deep enough, the training loss does rise, although the larger set contains the smaller one's functions.

    Slot 05. Scope: training error of twelve hidden layers against four, torch's start, a learning rate for each depth,
    [[steps]] steps. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["torch"], "12", "4", "train"), unit="×", delta=MATTERS, ratio=True)


def claim_from_another_start_depth_keeps_helping(result):
    """From another start the rise is gone: twelve layers reach a smaller training loss than four.

    Slot 05. Scope: the same networks, data, optimizer and steps; only the hidden weights start with He's variance, not
    torch's. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["he"], "12", "4", "train"), unit="×", delta=MATTERS, side=-1, ratio=True)


def claim_the_smaller_training_loss_does_not_reach_the_test(result):
    """What twelve layers gain in training from the better start is no gain on the test year.

    Slot 05. Scope: test error of twelve hidden layers against one, from He's start, on the year after the training
    years. [[repeats]] stretches drawn from the same twenty years, which overlap.
    """
    return Effect(pairs(result["layers"]["he"], "12", "1", "test"), unit="×", delta=1, ratio=True)


def pairs(errors, one, other, part):
    """Logarithms of the ratio of two errors, repeat by repeat."""
    return log_ratios(errors[one][part], errors[other][part])


LOOKS = {"torch": ("C3", "s", "torch's start"), "he": ("C0", "o", "He's start")}


def draw(figure, result):
    """Training and test error against the number of hidden layers: means and middle four fifths of the stretches."""
    axes = figure.subplots()
    for start, (color, marker, name) in LOOKS.items():
        errors = result["layers"][start]
        depths = [int(depth) for depth in errors]
        for part, look in ("train", "-"), ("test", "--"):
            values = numpy.array([errors[depth][part] for depth in errors])
            low, high = numpy.quantile(values, [0.1, 0.9], axis=1)
            axes.fill_between(depths, low, high, color=color, alpha=0.12, linewidth=0)
            axes.plot(depths, values.mean(1), look, marker=marker, color=color)
        axes.text(12.2, numpy.mean(errors["12"]["train"]), f"{name},\ntraining", color=color, va="center")
    axes.text(12.2, 330, "test", color=INK, va="center")
    axes.set(xlabel="hidden layers", ylabel="error, births a day", ylim=(0, 450), xlim=(0.7, 15.2))
    axes.set_xticks([1, 2, 3, 4, 5, 8, 12])
