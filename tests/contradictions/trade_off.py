"""Results that contradict each claim of scripts/experiments/trade_off/show.py."""


def claim_training_loss_never_rises(result):
    result["largest_rise_of_train"] = 0.01  # one feature too many confused the fit
    return result


def claim_training_loss_falls(result):
    result["train"] = [row[::-1] for row in result["train"]]
    return result


def claim_too_simple_is_worse(result):
    result["test"] = [[min(row)] * len(row) for row in result["test"]]  # no left arm: a flat curve
    return result


def claim_too_complex_is_worse(result):
    result["test"] = [[*row[:-1], min(row)] for row in result["test"]]  # no right arm
    return result


def claim_validation_finds_the_bottom(result):
    result["chosen_test"] = [row[-1] for row in result["test"]]  # as picking by the training loss would
    return result


def claim_validation_costs_little_on_average(result):
    result["chosen_test"] = [row[-1] for row in result["test"]]
    return result


def claim_more_data_moves_the_bottom(result):
    result["bottom_with_more"] = result["bottom"]
    return result


def claim_bias_falls(result):
    result["bias"] = [row[::-1] for row in result["bias"]]
    return result


def claim_variance_never_falls(result):
    result["largest_fall_of_variance"] = 0.01
    return result
