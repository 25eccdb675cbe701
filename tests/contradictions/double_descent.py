"""Results that contradict each claim of scripts/experiments/double_descent/show.py."""

DIGITS = "clean", "noisy", "noisier"


def move(result, keys, curve, place, like):
    """Give a place on the curve of some tasks the values that another place has."""
    for key in keys:
        task = result[key]
        to, source = (task["features"].index(task["places"][name]) for name in (place, like))
        for row in task[curve]:
            row[to] = row[source]
    return result


def claim_too_few_features(result):
    return move(result, DIGITS, "error", "start", like="valley")


def claim_too_many_features(result):
    return move(result, DIGITS, "error", "threshold", like="valley")


def claim_training_data_are_fitted(result):
    result["largest_loss_beyond"] = 0.01
    return result


def claim_second_descent(result):
    return move(result, DIGITS, "error", "far", like="threshold")  # the classical picture to the end


def claim_polynomials_descend_too(result):
    return move(result, ["polynomials"], "error", "far", like="twice")


def claim_second_descent_beats_the_valley(result):
    return move(result, [*DIGITS, "polynomials"], "error", "far", like="threshold")


def claim_ridge_removes_the_peak(result):
    for key in DIGITS:
        result[key]["ridge"] = result[key]["error"]
    return result


def claim_with_ridge_larger_is_better(result):
    return move(result, DIGITS, "ridge", "far", like="valley")


def claim_effective_parameters_fall(result):
    return move(result, ["clean", "polynomials"], "effective", "far", like="threshold")  # as many as ever
