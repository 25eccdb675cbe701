"""Does N-fold cross validation pick a better model than one split into training and validation set?

Three models of different kinds compete for a regression: a linear one, one that adds all squares and products, and
the mean of the nearest neighbours. Two sources of data: the diabetes data (Efron et al., 2004), split anew in every
repeat, and Friedman's (1991) first test function, drawn anew. Errors are mean squared errors, in units of the variance
of the targets.
"""

from statistics import fmean

import torch
from sklearn.datasets import load_diabetes

from scripts.chance import generator
from scripts.evidence import Effect, Family, Proportion
from scripts.marks import mean_and_reach
from scripts.paired import minus
from snippets.cross_validate import cross_validate, k_fold
from snippets.three_steps import mean_squared_error

MODELS = "linear", "products", "neighbours"
SOURCES = "diabetes", "Friedman"
UNIT = "of the variance"


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


def friedman(chance, examples):
    """New examples: ten inputs, five of which matter, and noise of standard deviation 1."""
    x = torch.rand(examples, 10, generator=chance, dtype=torch.float64)
    noise = torch.randn(examples, generator=chance, dtype=torch.float64)
    wave, bowl = torch.sin(torch.pi * x[:, 0] * x[:, 1]), (x[:, 2] - 0.5) ** 2
    return x, 10 * wave + 20 * bowl + 10 * x[:, 3] + 5 * x[:, 4] + noise


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
            x, y = diabetes(chance) if source == "diabetes" else friedman(chance, train + test)
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


MATTERS = 0.01  # of the variance of the targets: one percent of it explained or not


def errors_of(result, source, by, place):
    """The test error of each repeat's choice, trained on all training examples: (repeats,)."""
    tested = columns(result[source]["test"])
    return [errors[pick] for errors, pick in zip(tested, result[source]["picks"][by][place], strict=True)]


def gains(result, source, place):
    """How much lower the test error of the N-fold choice is than that of the single split's choice: (repeats,)."""
    return minus(errors_of(result, source, "one_fold", place), errors_of(result, source, "n_fold", place))


def change(result, later, earlier):
    seen = {source: result[source]["table_folds"] for source in SOURCES}
    return Family(
        {source: Effect(minus(seen[source][later], seen[source][earlier]), UNIT, MATTERS) for source in SOURCES}
    )


def claim_n_fold_picks_the_better_model_more_often(result):
    """Where the two disagree, N-fold cross validation picks the better model more often than a single split.

    Slot 10. Scope: the single split is the first of the N; three models, [[train]] training examples; better = smaller
    test error after training on all of them; only repeats with different choices count, of [[repeats]]. Diabetes: the
    interval covers the split of the [[patients]] patients. Friedman: everything is drawn anew.
    """
    members = {}
    for source in SOURCES:
        for place, folds in enumerate(result["folds"]):
            differ = [gain for gain in gains(result, source, place) if gain]
            members[f"{source} N = {folds}"] = Proportion(sum(gain > 0 for gain in differ), len(differ), 0.5)
    return Family(members)


def claim_the_choice_of_many_folds_tests_better(result):
    """The model that N-fold cross validation picks has a smaller test error than the one that a single split picks.

    Slot 10. Scope: [[most_folds]] folds against one of them; three models, [[train]] training examples; all
    [[repeats]] repeats, also those with equal choices. Diabetes: the interval covers the split. Friedman: everything is
    drawn anew.
    """
    members = {source: Effect(gains(result, source, -1), UNIT, MATTERS) for source in SOURCES}
    return Family(members)


def claim_few_folds_ask_about_less_data(result):
    """A model that is the better one on all the data can be the worse one on the part that the folds train on.

    Slot 10. Figure: size. Scope: Friedman data; test error of the linear model less that with products, both trained on
    [[train]] examples, against average validation error with products less that of the linear one, with two folds;
    [[repeats]] repeats, everything drawn anew.
    """
    linear, products, _ = result["Friedman"]["test"]
    half_linear, half_products, _ = result["Friedman"]["averages"][0]
    halves = minus(half_products, half_linear)
    return Family(
        {
            "all data, products better": Effect(minus(linear, products), UNIT, MATTERS),
            "two folds, linear better": Effect(halves, UNIT, MATTERS),
        }
    )


def claim_training_again_on_all_the_data_helps(result):
    """The chosen model, trained again on the whole training set, beats its [[table_folds]] versions from the folds.

    Slot 10. Scope: mean test error of the versions less that of the new one; [[train]] training examples; [[repeats]]
    repeats. Diabetes: the interval covers the split. Friedman: everything is drawn anew.
    """
    return change(result, "fold_models", "retrained")


def claim_three_models_are_enough_to_flatter_the_winner(result):
    """The test error of the picked model is larger than the validation error that it was picked by.

    Slot 09. Scope: three models and one validation set, a third of [[train]] examples; the same trained model on both
    sets; [[repeats]] repeats. Diabetes: the interval covers the split. Friedman: everything is drawn anew.
    """
    return change(result, "fold_model", "validation")


LOOKS = {"diabetes": ("C0", "o"), "Friedman": ("C1", "s")}


def draw(figure, result):
    axes = figure.subplots()
    for number, (source, (color, marker)) in enumerate(LOOKS.items()):
        for by, solid in {"n_fold": {}, "one_fold": {"linestyle": "--", "fillstyle": "none"}}.items():
            shares = result[source]["found_best"][by]
            repeats = len(result[source]["test"][0])
            ends = [Proportion(round(share * repeats / 100), repeats, 0.5).interval() for share in shares]
            reach = [[abs(share - 100 * end[side]) for share, end in zip(shares, ends, strict=True)] for side in (0, 1)]
            places = [place + 0.06 * (2 * number - 1) for place in range(len(shares))]
            axes.errorbar(places, shares, reach, color=color, marker=marker, markersize=7, capsize=3, **solid)
            label = f"{source}, {'N folds' if by == 'n_fold' else 'one fold'}"
            where = (9, 5 * (1 - 2 * number)) if by == "one_fold" else (9, 5 * (2 * number - 1))
            axes.annotate(label, (places[-1], shares[-1]), where, textcoords="offset points", color=color, va="center")
    axes.set_xticks(range(len(result["folds"])), result["folds"])
    axes.set_xlim(-0.3, len(result["folds"]) + 0.5)
    axes.set_ylim(0, 100)
    axes.set(xlabel="number N of folds", ylabel="best model picked (% of repeats)")


def draw_size(figure, result):
    axes = figure.subplots()
    friedman = result["Friedman"]
    shares = [100 * (1 - 1 / count) for count in result["folds"]]
    looks = {"linear": ("C0", "o"), "products": ("C1", "s"), "neighbours": ("C2", "^")}
    for model, (name, (color, marker)) in enumerate(looks.items()):
        rows = [rows[model] for rows in friedman["averages"]] + [friedman["test"][model]]
        means, reach = zip(*map(mean_and_reach, rows), strict=True)
        axes.errorbar(shares, means[:-1], reach[:-1], color=color, marker=marker, markersize=7, capsize=3)
        axes.plot([shares[-1], 100], means[-2:], color=color, linestyle=":", zorder=1)
        axes.errorbar(100, means[-1], reach[-1], color=color, marker=marker, markersize=8, capsize=3, fillstyle="none")
        axes.annotate(name, (100, means[-1]), (11, 0), textcoords="offset points", color=color, va="center")
    axes.set_xticks([*shares, 100], [*[f"{count} folds" for count in result["folds"]], "all"], rotation=0)
    axes.set_xlim(47, 117)
    axes.set_ylim(0, None)
    axes.set(xlabel="share of the training data that a model learns from", ylabel="mean squared error")
