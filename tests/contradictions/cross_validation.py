"""Results that contradict each claim of scripts/experiments/cross_validation/show.py."""

SOURCES = ["diabetes", "Friedman"]


def worst(result):
    """The folds pick the worst model each time, a single split the best."""
    for source in SOURCES:
        columns = list(zip(*result[source]["test"], strict=True))
        picks = result[source]["picks"]
        picks["one_fold"] = [[column.index(min(column)) for column in columns]] * len(result["folds"])
        picks["n_fold"] = [[column.index(max(column)) for column in columns]] * len(result["folds"])
    return result


claim_n_fold_picks_the_better_model_more_often = claim_folds_beat_a_split_of_one_tenth = worst
claim_folds_beat_a_split_of_one_fifth = claim_folds_beat_a_split_of_one_third = worst


def claim_few_folds_ask_about_less_data(result):
    half = result["Friedman"]["averages"][0]
    half[0], half[1] = half[1], half[0]  # the same order of the models on half of the data as on all
    return result


def claim_training_again_on_all_the_data_helps(result):
    for source in SOURCES:
        seen = result[source]["table_folds"]
        seen["retrained"] = seen["fold_models"]  # more data make no difference
    return result


def claim_three_models_are_enough_to_flatter_the_winner(result):
    for source in SOURCES:
        seen = result[source]["table_folds"]
        seen["validation"], seen["fold_model"] = seen["fold_model"], seen["validation"]
    return result
