"""Results that contradict each claim of scripts/experiments/edge/show.py."""


def claim_the_eigenvalue_settles_at_the_edge(result):
    result["late_sharpness"] = [0.5 * value for value in result["late_sharpness"]]
    return result


def claim_the_gradient_grows_there(result):
    result["crossing"] = [
        {**(crossing or {"step": 100, "loss": 1.0}), "norm": norm}
        for crossing, norm in zip(result["crossing"], result["norm"], strict=True)
    ]
    return result


def claim_the_loss_falls_on(result):
    result["crossing"] = [
        {**(crossing or {"step": 100, "norm": 1.0}), "loss": loss}
        for crossing, loss in zip(result["crossing"], result["loss"], strict=True)
    ]
    return result


def claim_at_a_small_rate_the_gradient_is_small(result):
    result["small"]["norm"] = result["norm"]
    return result


def claim_at_a_small_rate_the_eigenvalue_stays_below(result):
    result["small"]["sharpness"] = [[*values, 1.0] for values in result["small"]["sharpness"]]
    return result


def claim_a_cut_trains_less(result):
    result["arms"]["cut"]["loss"] = result["arms"]["kept"]["loss"]
    return result


def claim_a_cut_makes_the_gradient_small(result):
    result["arms"]["cut"]["norm"] = result["arms"]["kept"]["norm"]
    return result


def claim_a_raised_rate_ends_about_as_low(result):
    result["arms"]["raised"]["loss"] = [None for _ in result["arms"]["raised"]["loss"]]  # all diverged
    return result


def claim_adam_settles_at_its_own_edge(result):
    result["adam"]["late_sharpness"] = [0.5 * value for value in result["adam"]["late_sharpness"]]
    return result


def claim_with_cross_entropy_it_ends_below(result):
    result["entropy"]["sharpness"] = [[*values, 1.0] for values in result["entropy"]["sharpness"]]
    return result
