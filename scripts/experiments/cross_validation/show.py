"""Which model N folds pick, which one a single split picks, and how both do on test data."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Family, Proportion

SOURCES = {"diabetes": ("C0", "o"), "Friedman": ("C1", "s")}  # colour and marker
UNIT = "of the variance"
MATTERS = 0.01  # of the variance of the targets: one percent of it explained or not


def errors_of(result, source, by, place):
    """The test error of each repeat's choice, trained on all training examples: (repeats,)."""
    tested = zip(*result[source]["test"], strict=True)
    return [errors[pick] for errors, pick in zip(tested, result[source]["picks"][by][place], strict=True)]


def gains(result, source, place):
    """How much lower the test error of the N-fold choice is than that of the single split's choice: (repeats,)."""
    return minus(errors_of(result, source, "one_fold", place), errors_of(result, source, "n_fold", place))


def change(result, later, earlier):
    seen = {source: result[source]["table_folds"] for source in SOURCES}
    return Family(
        {source: Effect(minus(seen[source][later], seen[source][earlier]), UNIT, MATTERS) for source in SOURCES}
    )


def against(result, share):
    """N folds against a single split that keeps one `share`-th of the data to validate on, for each source and N."""
    opponent, members = result["folds"].index(share), {}
    for source in SOURCES:
        alone = errors_of(result, source, "one_fold", opponent)
        for place, folds in enumerate(result["folds"]):
            gain = minus(alone, errors_of(result, source, "n_fold", place))
            members[f"{source} with {folds} folds"] = Effect(gain, UNIT, MATTERS)
    return Family(members)


def claim_n_fold_picks_the_better_model_more_often(result):
    """Where the two disagree, N-fold cross validation picks the better model more often than one of its folds alone.

    Slot 10. Scope: the first of the N folds; three models, [[train]] training examples; better = smaller test error
    after training on all of them; only repeats with different choices count, of [[repeats]]. Diabetes: the interval
    covers the split of the [[patients]] patients. Friedman: everything is drawn anew.
    """
    members = {}
    for source in SOURCES:
        for place, folds in enumerate(result["folds"]):
            differ = [gain for gain in gains(result, source, place) if gain]
            members[f"{source} N = {folds}"] = Proportion(sum(gain > 0 for gain in differ), len(differ), 0.5)
    return Family(members)


def claim_folds_beat_a_split_of_one_tenth(result):
    """Against a single split that validates on a tenth, N folds pick a model with a smaller test error.

    Slot 10. Scope: two to ten folds against a tenth of [[train]] training examples; three models; all [[repeats]]
    repeats, also those with equal choices. Diabetes: the interval covers the split. Friedman: everything is drawn anew.
    """
    return against(result, 10)


def claim_folds_beat_a_split_of_one_fifth(result):
    """Against a single split that validates on a fifth, N folds pick a model with a smaller test error.

    Slot 10. Scope: two to ten folds against a fifth of [[train]] training examples; three models; all [[repeats]]
    repeats, also those with equal choices. Diabetes: the interval covers the split. Friedman: everything is drawn anew.
    """
    return against(result, 5)


def claim_folds_beat_a_split_of_one_third(result):
    """Against a single split that validates on a third, N folds pick a model with a smaller test error.

    Slot 10. Scope: two to ten folds against a third of [[train]] training examples; three models; all [[repeats]]
    repeats, also those with equal choices. Diabetes: the interval covers the split. Friedman: everything is drawn anew.
    """
    return against(result, 3)


def claim_few_folds_ask_about_less_data(result):
    """The model that is better on all the data is the worse one on the part that two folds train on.

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


def draw(figure, result):
    axes = figure.subplots()
    for number, (source, (color, marker)) in enumerate(SOURCES.items()):
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
