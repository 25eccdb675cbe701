"""Results that contradict each claim of scripts/experiments/noise_floor/show.py."""


def alike(result, arm, other, key="loss", task="noisy", factor=1.0):
    arms = result[task]["arms"]
    arms[arm][key] = [factor * loss for loss in arms[other][key]]
    return result


def claim_the_loss_stands_still(result):
    quarters = result["noisy"]["quarters"]
    quarters[3] = [loss / 2 for loss in quarters[2]]
    return result


def claim_the_gradient_is_not_small(result):
    result["noisy"]["norm"] = [0.1 * norm for norm in result["noisy"]["first_norm"]]
    return result


def claim_a_cut_lets_it_fall(result):
    return alike(result, "cut", "kept")


def claim_it_falls_at_once(result):
    return alike(result, "cut", "kept", "soon")


def claim_a_larger_batch_ends_as_low(result):
    return alike(result, "larger", "cut", factor=2)


def claim_the_averaged_weights_are_as_low(result):
    return alike(result, "averaged", "cut", factor=2)


def claim_the_cut_tests_better(result):
    result["noisy"]["accuracy"]["cut"] = result["noisy"]["accuracy"]["kept"]
    return result


def claim_on_separable_data_the_cut_gains_nothing(result):
    return alike(result, "cut", "kept", task="easy", factor=0.2)


def claim_on_separable_data_the_gradient_gets_small(result):
    result["easy"]["norm"] = result["easy"]["first_norm"]
    return result
