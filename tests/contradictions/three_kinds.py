"""Results that contradict each claim of scripts/experiments/three_kinds."""


def claim_the_gradient_is_zero(result):
    return result | {"gradient": 1e-3}


def claim_the_signs_tell_where_the_loss_goes(result):
    point = result["shown"]["saddle"]
    point["eigenvalues"] = [-value for value in point["eigenvalues"]]
    return result


def claim_the_lectures_eigenvalues_are_two_and_minus_two(result):
    result["lecture"]["eigenvalues"] = [-1.0, 2.0]
    return result


def claim_a_step_lowers_the_loss_by_half_the_eigenvalue(result):
    result["lecture"]["step_error"] = 0.1  # it lowers it by something else
    return result
