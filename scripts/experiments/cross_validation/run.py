"""Does N-fold cross validation pick a better model than one split into training and validation set?

Three models of different kinds compete for a regression: a linear one, one that adds all squares and products, and
the mean of the nearest neighbours. Two sources of data: the diabetes data (Efron et al., 2004), split anew in every
repeat, and Friedman's (1991) first test function, drawn anew; in other settings his second or third. Errors are
mean squared errors, in units of the variance of the targets.
"""

from statistics import fmean

import torch
from sklearn.datasets import load_diabetes

from scripts.evidence.chance import generator
from snippets.cross_validate import cross_validate, k_fold
from snippets.three_steps import mean_squared_error

MODELS = "linear", "products", "neighbours"
SOURCES = "diabetes", "Friedman"
NOISE = {2: 125.0, 3: 0.1}  # standard deviations: about a third of the function's own
SETTINGS = {
    "75 training examples": {"train": 75, "repeats": 150},
    "250 training examples": {"train": 250, "repeats": 150},
    "Friedman's second function": {"friedman_function": 2, "repeats": 150},
    "Friedman's third function": {"friedman_function": 3, "repeats": 150},
    "other models": {"penalties": (10.0, 300.0), "nearest": 5, "repeats": 150},
}


def linear(x):
    return x


def products(x):
    """All inputs, their squares and their products: (n, inputs + inputs (inputs + 1) / 2)."""
    i, j = torch.triu_indices(x.shape[1], x.shape[1])
    return torch.cat([x, x[:, i] * x[:, j]], 1)


def ridge(features, penalty):
    """A fit: least squares with a penalty on the squared parameters, but for the constant."""

    def fit(x, y):
        inputs = features(x)
        middle, height = inputs.mean(0), y.mean()
        inputs = inputs - middle
        curvature = inputs.T @ inputs
        curvature.diagonal().add_(penalty)
        theta = torch.linalg.solve(curvature, inputs.T @ (y - height))
        return lambda new: height + (features(new) - middle) @ theta

    return fit


def neighbours(count):
    """A fit: the mean target of the nearest training examples."""

    def fit(x, y):
        return lambda new: y[torch.cdist(new, x).topk(count, largest=False).indices].mean(1)

    return fit


def scaled(fit):
    """The same fit on inputs of mean 0 and variance 1 in its own training data, which is all that it may know."""

    def fit_scaled(x, y):
        mean, spread = x.mean(0), x.std(0)
        predict = fit((x - mean) / spread, y)
        return lambda new: predict((new - mean) / spread)

    return fit_scaled


def diabetes(chance):
    """The patients in a new order: (442, 10), (442,)."""
    data = load_diabetes()
    order = torch.randperm(len(data.target), generator=chance)
    return torch.tensor(data.data)[order], torch.tensor(data.target)[order]


def friedman(chance, examples, number):
    """New examples of one of Friedman's three functions, and noise: (examples, inputs), (examples,)."""
    x = torch.rand(examples, 10, generator=chance, dtype=torch.float64)
    noise = torch.randn(examples, generator=chance, dtype=torch.float64)
    if number == 1:  # five of the ten inputs matter
        wave, bowl = torch.sin(torch.pi * x[:, 0] * x[:, 1]), (x[:, 2] - 0.5) ** 2
        return x, 10 * wave + 20 * bowl + 10 * x[:, 3] + 5 * x[:, 4] + noise
    resistance, frequency = 100 * x[:, 0], 2 * torch.pi * (20 + 260 * x[:, 1])  # of an alternating current
    reactance = frequency * x[:, 2] - 1 / (frequency * (1 + 10 * x[:, 3]))
    clean = torch.hypot(resistance, reactance) if number == 2 else torch.atan(reactance / resistance)
    return x[:, :4], clean + NOISE[number] * noise


def columns(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def run(
    device,
    seed,
    *,
    repeats=400,
    train=150,
    test=1000,
    folds=(2, 3, 5, 10),
    table_folds=3,
    penalties=(1.0, 30.0),
    nearest=10,
    friedman_function=1,
):
    fits = [scaled(fit) for fit in (ridge(linear, penalties[0]), ridge(products, penalties[1]), neighbours(nearest))]
    result = {}
    for number, source in enumerate(SOURCES):
        errors = [[] for _ in MODELS]
        picks = {by: [[] for _ in folds] for by in ("n_fold", "one_fold")}
        seen = {name: [] for name in ("validation", "average", "fold_model", "fold_models", "retrained")}
        averages, tables = [[] for _ in folds], []
        for repeat in range(repeats):
            chance = generator(seed, repeat, number)
            x, y = diabetes(chance) if source == "diabetes" else friedman(chance, train + test, friedman_function)
            x, y = x.to(device), ((y - y.mean()) / y.std()).to(device)
            known, new = (x[:train], y[:train]), (x[train:], y[train:])

            def test_error(fit, x, y, new=new):
                return mean_squared_error(fit(x, y)(new[0]), new[1]).item()

            for column, fit in zip(errors, fits, strict=True):
                column.append(test_error(fit, *known))
            for place, count in enumerate(folds):
                rounds = k_fold(train, count, chance)
                table = cross_validate(fits, *known, mean_squared_error, rounds)
                averages[place].append([round(value, 4) for value in table.mean(0).tolist()])
                average, first = table.mean(0).argmin().item(), table[0].argmin().item()
                picks["n_fold"][place].append(average)
                picks["one_fold"][place].append(first)
                if count == table_folds:
                    rows = [(known[0][training], known[1][training]) for training, _ in rounds]
                    tables.append(table)
                    seen["validation"].append(table[0, first].item())
                    seen["average"].append(table[:, average].mean().item())
                    seen["fold_model"].append(test_error(fits[first], *rows[0]))
                    seen["fold_models"].append(fmean(test_error(fits[average], *part) for part in rows))
                    seen["retrained"].append(errors[average][-1])
        best = [column.index(min(column)) for column in columns(errors)]
        result[source] = {
            "test": errors,  # of each model, trained on all training examples: (models, repeats)
            "averages": [columns(rows) for rows in averages],  # of the folds' errors: (folds, models, repeats)
            "picks": picks,  # the number of the chosen model: (folds, repeats)
            "table_folds": seen,  # errors of the choice, with as many folds as the table has: (repeats,)
            "found_best": {
                by: [100 * fmean(map(int.__eq__, row, best)) for row in rows] for by, rows in picks.items()
            },  # in percent: (folds,)
            "best": [100 * best.count(model) / repeats for model in range(len(MODELS))],
            "example": {  # the first repeat
                "table": tables[0],
                "average": tables[0].mean(0),
                "test": [row[0] for row in errors],
                "picked": MODELS[tables[0].mean(0).argmin()],
                "best": MODELS[best[0]],
            },
            "mean_average": [[fmean(column) for column in columns(rows)] for rows in averages],
            "mean_test": [fmean(row) for row in errors],
            "mean": {name: fmean(values) for name, values in seen.items()},
            "worse": 100 * fmean(map(float.__gt__, seen["fold_model"], seen["validation"])),  # in percent of repeats
        }
    return result | {"folds": folds, "most_folds": folds[-1], "patients": len(load_diabetes().target)}
