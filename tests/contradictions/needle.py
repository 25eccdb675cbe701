"""Results that contradict each claim of scripts/experiments/needle/show.py."""


def claim_no_needle(result):
    result["loss"]["good"] = result["loss"]["poor"]  # Adam ends on the plateau too
    return result


def claim_the_same_training_loss(result):
    result["loss"]["poor"] = result["loss"]["good"]  # gradient descent gets as far as Adam
    return result


def claim_a_comparison_tells_them_apart(result):
    result["loss"]["shallow"] = result["loss"]["line"]  # the comparison is no better than a line
    return result


def claim_the_deeper_set_holds_the_shallower_function(result):
    result["deepened_error"][-1] = 0.1  # the added layers changed a function
    return result
