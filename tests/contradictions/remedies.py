"""Results that contradict each claim of scripts/experiments/remedies/show.py."""


def useless(result, remedy, reference="nothing"):
    """The remedy and the network without it have changed places."""
    remedies = result["remedies"]
    remedies[remedy], remedies[reference] = remedies[reference], remedies[remedy]
    return result


def claim_more_data_lowers_the_test_loss(result):
    return useless(result, "more_data")


def claim_augmentation_lowers_the_test_loss(result):
    return useless(result, "augmentation")


def claim_fewer_parameters_lower_the_test_loss(result):
    for name in "fewer_parameters", "fewest_parameters":
        result["remedies"][name] |= {key: result["remedies"]["nothing"][key] for key in ("test_loss", "test_accuracy")}
    return result


def claim_fewer_parameters_do_not_raise_the_accuracy(result):
    return claim_fewer_parameters_lower_the_test_loss(result)


def claim_sharing_parameters_lowers_the_test_loss(result):
    result["remedies"]["sharing"] = result["remedies"]["nothing"]
    return result


def claim_fewer_features_lower_the_test_loss(result):
    result["remedies"]["fewer_features"] = result["remedies"]["nothing"]
    return result


def claim_early_stopping_lowers_the_test_loss(result):
    return useless(result, "early_stopping", "not_stopped")


def claim_weight_decay_lowers_the_test_loss(result):
    return useless(result, "weight_decay")


def claim_dropout_lowers_the_test_loss(result):
    return useless(result, "dropout")


def claim_each_remedy_raises_the_accuracy(result):
    return useless(result, "dropout")


def claim_the_best_checkpoint_is_no_better(result):
    result["remedies"]["best_checkpoint"] = result["remedies"]["early_stopping"]
    return result


def claim_early_stopping_helps_where_labels_are_wrong(result):
    return useless(result, "early_stopping_noisy", "not_stopped_noisy")


def claim_a_temperature_lowers_the_test_loss(result):
    return useless(result, "temperature")


def claim_sharing_beats_as_few_parameters(result):
    return useless(result, "sharing", "fewer_parameters")


def claim_sharing_beats_the_same_windows(result):
    return useless(result, "sharing", "own_windows")


def claim_an_implausible_augmentation_harms(result):
    return useless(result, "upside_down")


def claim_fully_connected_contains_convolutional(result):
    result["gap_to_fully_connected"] = 1.0
    return result
