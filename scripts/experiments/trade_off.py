"""How complex should a model be, and where is the bottom of the test loss?

Polynomials are fitted to noisy examples of one smooth curve, with one feature more each time. Every fit is
linear in the labels, f(x) = s(x) · y, so bias and variance of a fit follow from s without drawing any noise.
"""

import math
from statistics import fmean, quantiles

import torch

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Identity
from scripts.paired import log_ratios
from scripts.style import INK
from snippets.polynomial import least_squares, legendre

LINE, FLEXIBLE = 2, 14  # features of a straight line, and of the most complex model


def truth(x):
    return torch.sin(5 * x + 1)


def make_data(seed, repeats, sizes, noise, device):
    """Inputs and noisy labels of each repeat, split into parts of the given sizes: lists of (repeats, size)."""
    count = sum(sizes)
    streams = [generator(seed, repeat) for repeat in range(repeats)]
    x = torch.stack([2 * torch.rand(count, generator=g, dtype=torch.float64) - 1 for g in streams])
    y = truth(x) + noise * torch.stack([torch.randn(count, generator=g, dtype=torch.float64) for g in streams])
    return x.to(device).split(sizes, 1), y.to(device).split(sizes, 1)


def curves(seed, repeats, sizes, noise, features, device):
    """The losses of each repeat and complexity, and what its fits owe to bias and to variance: (repeats, features)."""
    x, y = make_data(seed, repeats, sizes, noise, device)
    parts = {name: [] for name in ("train", "validation", "test", "bias", "variance")}
    identity = torch.eye(sizes[0], dtype=torch.float64, device=device)
    for count in features:
        pseudoinverse = least_squares(legendre(x[0], count), identity)
        theta = pseudoinverse @ y[0][..., None]
        for name, inputs, labels in zip(("train", "validation", "test"), x, y, strict=True):
            parts[name].append(((legendre(inputs, count) @ theta)[..., 0] - labels).square().mean(1))
        s = legendre(x[2], count) @ pseudoinverse  # the share of each training label in each test prediction
        parts["bias"].append(((s @ truth(x[0])[..., None])[..., 0] - truth(x[2])).square().mean(1))
        parts["variance"].append(noise**2 * s.square().sum(2).mean(1))
    return {name: torch.stack(columns, 1) for name, columns in parts.items()}


def typical(values):
    """The geometric mean over the repeats: some test losses are a thousand times the others."""
    return values.log().mean(0).exp()


def spread(values):
    """The ninth decile over the first."""
    return values.quantile(0.9) / values.quantile(0.1)


def run(device, seed, *, repeats=250, examples=30, validation=30, more_examples=300, test=500, noise=0.3):
    features = torch.arange(1, FLEXIBLE + 1)
    found = curves(seed, repeats, (examples, validation, test), noise, features.tolist(), device)
    more = curves(seed, repeats, (more_examples, validation, test), noise, features.tolist(), device)
    chosen = found["validation"].argmin(1, keepdim=True)
    bottom, bottom_with_more = ((part["bias"] + part["variance"]).argmin(1) + 1 for part in (found, more))
    place = typical(found["test"]).argmin()
    rises, falls = found["train"].diff(dim=1), -found["variance"].diff(dim=1)
    return {
        "features": features,
        "train": found["train"],
        "test": found["test"],
        "bias": found["bias"],
        "variance": found["variance"],
        "chosen": chosen[:, 0] + 1,
        "chosen_test": found["test"].gather(1, chosen)[:, 0],
        "best_test": found["test"].min(1).values,
        "bottom": bottom,
        "bottom_with_more": bottom_with_more,
        "typical": {name: typical(found[name]) for name in ("train", "test", "bias", "variance")},
        "typical_bottom": place + 1,
        "spread": {"line": spread(found["test"][:, LINE - 1]), "flexible": spread(found["test"][:, FLEXIBLE - 1])},
        "picked_near": 100 * ((chosen - place).abs() <= 1).double().mean(),
        "mean_bottom": bottom.double().mean(),
        "mean_bottom_with_more": bottom_with_more.double().mean(),
        "typical_with_more": typical(more["test"]),
        "line": LINE,
        "flexible": FLEXIBLE,
        "noise_variance": noise**2,
        "largest_rise_of_train": max(0.0, rises.max().item()),
        "largest_fall_of_variance": max(0.0, (falls / found["variance"][:, 1:]).max().item()),
    }


def column(rows, features):
    return [row[features - 1] for row in rows]


def claim_training_loss_never_rises(result):
    """A further feature never raises the training loss.

    Slot 08. Scope: exact for nested least squares; largest rise over [[repeats]] training sets and all complexities.
    """
    return Identity(error=result["largest_rise_of_train"], tolerance=1e-10, unit="largest rise")


def claim_training_loss_falls(result):
    """Training loss falls with complexity: the most complex model has a smaller one than a straight line.

    Slot 08. Scope: Legendre polynomials, [[line]] against [[flexible]] features, [[examples]] noisy examples of a
    smooth curve, [[repeats]] draws of the data.
    """
    train = result["train"]
    return Effect(log_ratios(column(train, LINE), column(train, FLEXIBLE)), unit="×", delta=1.5, ratio=True)


def claim_too_simple_is_worse(result):
    """Left of the bottom the test loss is larger: a straight line does worse than the model validation picks.

    Slot 08. Scope: [[line]] features against those picked with [[validation]] validation examples; [[examples]]
    training examples, [[repeats]] draws of the data.
    """
    return Effect(log_ratios(column(result["test"], LINE), result["chosen_test"]), unit="×", delta=1.5, ratio=True)


def claim_too_complex_is_worse(result):
    """Right of the bottom the test loss is larger: the most complex model does worse than the one validation picks.

    Slot 08. Scope: [[flexible]] features against those picked with [[validation]] validation examples; [[examples]]
    training examples, [[repeats]] draws of the data.
    """
    return Effect(log_ratios(column(result["test"], FLEXIBLE), result["chosen_test"]), unit="×", delta=1.5, ratio=True)


def claim_validation_finds_the_bottom(result):
    """A validation split settles the trade-off: its pick is about as good on test data as the best pick there is.

    Slot 08. Scope: test loss of the pick over the lowest test loss of the same repeat; [[examples]] training and
    [[validation]] validation examples, [[repeats]] draws of the data.
    """
    return Equivalence(log_ratios(result["chosen_test"], result["best_test"]), unit="×", delta=1.25, ratio=True)


def claim_more_data_moves_the_bottom(result):
    """With more training data the bottom lies at a more complex model.

    Slot 08. Scope: features at the lowest bias² + variance, with [[more_examples]] against [[examples]] training
    examples; [[repeats]] draws of the data.
    """
    moves = [more - few for few, more in zip(result["bottom"], result["bottom_with_more"], strict=True)]
    return Effect(moves, unit="features", delta=0.5)


def claim_bias_falls(result):
    """Complexity lowers the bias: at the bottom there is less of it than with a straight line.

    Slot 08. Figure: parts. Scope: bias², exact given the inputs; [[line]] against [[typical_bottom]] features,
    [[repeats]] draws of the inputs.
    """
    bias, bottom = result["bias"], result["typical_bottom"]
    return Effect(log_ratios(column(bias, LINE), column(bias, bottom)), unit="×", delta=1.5, ratio=True)


def claim_variance_never_falls(result):
    """Complexity raises the variance: a further feature never lowers it.

    Slot 08. Figure: parts. Scope: exact for nested least squares with at most as many features as examples; the largest
    relative fall over [[repeats]] draws of the inputs and all complexities.
    """
    return Identity(error=result["largest_fall_of_variance"], tolerance=1e-8, unit="largest relative fall")


def curve(axes, x, rows, color, marker, label, at, offset, ha="center"):
    """Geometric means with 95 % intervals (bars) and the middle 80 % of the repeats (band), labelled at one point."""
    logs = [[math.log(value) for value in column] for column in zip(*rows, strict=True)]
    mean = [math.exp(fmean(values)) for values in logs]
    low, high = zip(*[Effect(values, unit="×", delta=1, ratio=True).interval() for values in logs], strict=True)
    reach = [m - a for m, a in zip(mean, low, strict=True)], [b - m for m, b in zip(mean, high, strict=True)]
    tenths = [quantiles(values, n=10) for values in logs]
    band = [math.exp(cut[0]) for cut in tenths], [math.exp(cut[-1]) for cut in tenths]
    axes.fill_between(x, *band, color=color, alpha=0.18, linewidth=0)
    axes.errorbar(x, mean, reach, color=color, marker=marker, markersize=4, capsize=2)
    axes.annotate(label, (x[at], mean[at]), offset, textcoords="offset points", color=color, ha=ha)


def draw(figure, result):
    figure.set_size_inches(6.4, 4.6)
    losses, counts = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    x, bottom = result["features"], result["typical_bottom"]
    curve(losses, x, result["train"], "C0", "o", "training loss", 9, (0, -18))
    curve(losses, x, result["test"], "C1", "s", "test loss", 2, (0, 9))
    losses.plot(bottom, result["typical"]["test"][bottom - 1], marker="*", markersize=17, color="C1", zorder=5)
    losses.axhline(result["noise_variance"], color=INK, linewidth=1, linestyle=":")
    losses.text(1, result["noise_variance"] * 0.93, "noise", ha="left", va="top")
    losses.set(yscale="log", ylim=(0.02, 30), ylabel="loss (log scale)")
    counts.bar(x, [result["chosen"].count(value) for value in x], color="C2", width=0.7)
    counts.text(
        max(x), 0.9, "picked by validation", color="C2", ha="right", va="top", transform=counts.get_xaxis_transform()
    )
    counts.set(xlabel="complexity: number of features", ylabel="draws", xticks=x[1::2])


def draw_parts(figure, result):
    axes = figure.subplots()
    x = result["features"]
    curve(axes, x, result["bias"], "C0", "o", "bias²", 1, (0, 9))
    curve(axes, x, result["variance"], "C1", "s", "variance", 3, (0, -18))
    total = [b + v for b, v in zip(result["typical"]["bias"], result["typical"]["variance"], strict=True)]
    axes.plot(x, total, color=INK, linewidth=1.2, linestyle="--", zorder=4)
    axes.annotate("sum", (x[4], total[4]), (6, 6), textcoords="offset points")
    axes.set(
        yscale="log",
        ylim=(1e-3, 20),
        xlabel="complexity: number of features",
        ylabel="part of the test loss (log scale)",
        xticks=x[1::2],
    )
