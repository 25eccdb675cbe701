"""What does a model do where it has no training data: when it is flexible, constrained, constrained too much?

Examples of one parabola are fitted with three families of functions: lines, parabolas, polynomials of high
degree. Of all functions of a family that fit the examples best, gradient descent takes the one that is nearest
to where it starts; so a flexible fit keeps, between the examples, something of its random start.
"""

import torch

from scripts.evidence.chance import generator
from scripts.experiments.flexibility.parabola import truth
from snippets.polynomial import least_squares, legendre

CONSTRAINED = {"line": 2, "parabola": 3}  # and how many parameters each has
SETTINGS = {
    "noise 0.05": {"noise": 0.05, "repeats": 1500},
    "noise 0.2": {"noise": 0.2, "repeats": 1500},
    "start size 0.25": {"start_size": 0.25, "repeats": 1500},
    "start size 1": {"start_size": 1.0, "repeats": 1500},
    "20 parameters": {"parameters": 20, "repeats": 1500},
}


def fit_from(start, inputs, targets):
    """The best fit that is nearest to `start`: where gradient descent on the squared error ends.

    start: (..., p, 1), inputs: (..., n, p), targets: (..., n, 1)
    """
    return start + least_squares(inputs, targets - inputs @ start)


def sample(seed, repeats, examples, noise, features):
    """For each repeat inputs (repeats, n), noisy labels (repeats, n, 1) and a start (repeats, features, 1)."""
    streams = [generator(seed, repeat) for repeat in range(repeats)]
    x = torch.stack([2 * torch.rand(examples, generator=g, dtype=torch.float64) - 1 for g in streams])
    errors = torch.stack([torch.randn(examples, generator=g, dtype=torch.float64) for g in streams])
    starts = torch.stack([torch.randn(features, 1, generator=g, dtype=torch.float64) for g in streams])
    return x, (truth(x) + noise * errors)[..., None], starts


def fit_all(inputs, labels, starts):
    """The parameters of each family's fit; of the flexible family also those of the fit that is nearest to zero."""
    families = CONSTRAINED | {"flexible": starts.shape[1]}
    fits = {name: fit_from(starts[:, :p], inputs[..., :p], labels) for name, p in families.items()}
    return fits | {"shortest": fit_from(torch.zeros_like(starts), inputs, labels)}


def spread(losses):
    """Over the repeats: geometric mean, its 95 % interval, and the middle 80 %; zero counts as 1e-12."""
    logs = losses.clamp_min(1e-12).log()
    reach = 1.96 * logs.std() / len(logs) ** 0.5
    middle = torch.quantile(logs, torch.tensor([0.1, 0.9]).to(logs)).tolist()
    return torch.tensor([logs.mean(), logs.mean() - reach, logs.mean() + reach, *middle]).exp()


def run(
    device,
    seed,
    *,
    repeats=5000,
    examples=(3, 5, 10, 20, 50, 100),
    noise=0.1,
    start_size=0.5,
    parameters=10,
    shown=12,
):
    x, y, starts = (part.to(device) for part in sample(seed, repeats, max(examples), noise, parameters))
    starts = start_size * starts  # functions that are, on average, as large as the labels
    grid = torch.linspace(-1, 1, 101, dtype=torch.float64, device=device)
    wanted, places = truth(grid)[:, None], legendre(grid, parameters)

    def deviation(theta):
        return (places[:, : theta.shape[1]] @ theta - wanted).square().mean((1, 2))

    train, test, excess, curves = {}, {}, {}, {}
    for n in examples:
        inputs, labels = legendre(x[:, :n], parameters), y[:, :n]
        fits = fit_all(inputs, labels, starts)
        for name, theta in fits.items():
            train[name, n] = (inputs[..., : theta.shape[1]] @ theta - labels).square().mean((1, 2))
            excess[name, n] = deviation(theta)
            test[name, n] = excess[name, n] + noise**2  # expected loss on new noisy examples
        test["constant", n] = deviation(labels.mean(1, keepdim=True)) + noise**2
        test["lookup", n] = (labels.mT - wanted).square().mean((1, 2)) + noise**2  # the label of any example, at random
        curves[n] = {
            name: (places[:, : fits[name].shape[1]] @ fits[name][:shown])[..., 0] for name in (*CONSTRAINED, "flexible")
        }

    def log_ratio(losses, above, below, *sizes):
        return {n: (losses[above, n] / losses[below, n]).log().round(decimals=3) for n in sizes}

    few, some, many = examples[0], examples[1], examples[-1]
    clean = legendre(x[:, :few], parameters)
    exact = fit_from(starts[:, :3], clean[..., :3], truth(x[:, :few])[..., None])
    spaced = torch.tensor([[-0.8, 0.1, 0.6]], dtype=torch.float64, device=device)
    picture = fit_all(legendre(spaced, parameters), truth(spaced)[..., None], starts[:shown])
    return {
        "examples": examples,
        "few": few,
        "some": some,
        "many": many,
        "log_ratio": {
            "flexible": log_ratio(test, "flexible", "parabola", few, some, many),
            "excess": log_ratio(excess, "flexible", "parabola", many),
            "line": log_ratio(test, "line", "parabola", some, many),
            "line_training": log_ratio(train, "line", "parabola", some),
            "line_gap": {many: (test["line", many] / train["line", many]).log().round(decimals=3)},
            "parabola": log_ratio(test, "parabola", "shortest", few),
            "lookup": log_ratio(test, "lookup", "constant", some),
        },
        "largest_training_loss": max(train["flexible", n].max().item() for n in (few, some)),
        "largest_deviation": deviation(exact).max().sqrt(),
        "train": {name: [spread(train[name, n]) for n in examples] for name in fits},
        "test": {name: [spread(test[name, n]) for n in examples] for name in [*fits, "constant", "lookup"]},
        "x": grid,
        "curves": curves[some],
        "points": spaced[0],
        "freestyle": (places @ picture["flexible"])[..., 0],
        "constrained": (places[:, :3] @ picture["parabola"][:1])[..., 0],
        "others": (places[:, :3] @ starts[:shown, :3])[..., 0],
        "noise_variance": noise**2,
    }
