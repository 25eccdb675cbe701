"""Results that contradict each claim of scripts/experiments/loss_surfaces/show.py."""


def claim_cross_entropy_is_the_negative_log_likelihood(result):
    result["likelihood_error"] = 0.1
    return result


def claim_cross_entropy_is_entropy_plus_divergence(result):
    result["divergence_error"] = 0.1
    return result


def claim_the_gradients_have_a_closed_form(result):
    result["closed_form_error"] = 1e-3
    return result


def claim_the_fixed_numbers_are_right(result):
    result["floor_error"] = 0.01
    return result
