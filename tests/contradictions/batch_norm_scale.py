"""Results that contradict each claim of scripts/experiments/batch_norm_scale."""


def off(result, name):
    result["exact"][name] = 1e-3
    return result


def claim_it_is_torchs(result):
    return off(result, "torch_error")


def claim_the_examples_are_tied(result):
    return off(result, "sum_error")


def claim_the_weights_size_means_nothing(result):
    return off(result, "loss_error")


def claim_the_gradient_is_divided(result):
    return off(result, "gradient_error")


def claim_decay_raises_the_effective_rate(result):
    result["decay"]["length"] = result["without"]["length"]
    return result


def claim_decay_lets_them_turn_further(result):
    result["decay"]["moved"] = result["without"]["moved"]
    return result


def claim_an_average_of_sigma_is_too_small(result):
    result["sigma"]["lecture"] = result["sigma"]["torch"]
    return result
