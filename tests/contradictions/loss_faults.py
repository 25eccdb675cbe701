"""Results that contradict each claim of scripts/experiments/loss_faults/show.py."""


def claim_softmax_twice_ends_at_its_floor(result):
    result["loss"]["twice"] = [loss + 0.5 + 0.01 * (place % 2) for place, loss in enumerate(result["loss"]["twice"])]
    return result


def claim_softmax_twice_learns_slower(result):
    early = result["early"]
    early["twice_same"] = [value - place % 2 for place, value in enumerate(early["once"])]
    return result


def claim_a_sum_does_not_train(result):
    result["sum_out"] = [place % 3 > 0 for place in range(len(result["sum_out"]))]
    return result


def claim_a_sum_is_a_larger_rate(result):
    result["path_error"] = 0.01
    return result


def claim_adam_does_not_mind_a_sum(result):
    test = result["test"]
    test["adam_sum"] = [value - 3 - place % 2 for place, value in enumerate(test["adam_mean"])]
    return result


def claim_the_log_of_a_share_becomes_nan(result):
    for found in result["planted"].values():
        found["log"]["nan"] = [place % 5 == 0 for place in range(len(found["log"]["nan"]))]
    return result


def claim_log_softmax_gets_out(result):
    for found in result["planted"].values():
        found["log_softmax"]["out"] = [place % 3 == 0 for place in range(len(found["log_softmax"]["out"]))]
    return result


def claim_a_small_number_keeps_it_stuck(result):
    found = result["planted"]["bias"]["log_plus"]
    found["out"] = [place % 3 > 0 for place in range(len(found["out"]))]
    return result
