"""Results that contradict each claim of scripts/experiments/crescent/show.py."""


def claim_one_parameter_needs_different_rates(result):
    result["curvature"] = [1.0 + place / 100 for place in range(len(result["curvature"]))]
    return result


def claim_rmsprop_gives_it_different_rates(result):
    result["effective"] = [1.0 + place / 100 for place in range(len(result["effective"]))]
    return result


def claim_neither_is_three_times_as_quick(result):
    steps = result["steps"]
    steps["plain"] = [5 * count + place for place, count in enumerate(steps["recent"])]
    return result


def claim_adagrad_is_slower(result):
    result["steps"]["sum"] = result["steps"]["recent"]
    return result
