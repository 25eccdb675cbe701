"""Results that contradict each claim of scripts/experiments/catapult/show.py."""


def claim_above_the_limit_it_trains(result):
    result["trained"]["above"] = 0
    return result


def claim_above_the_limit_it_ends_flatter(result):
    arms = result["arms"]
    arms["above"]["eigenvalue"] = arms["stable"]["eigenvalue"]
    return result


def claim_it_is_below_its_own_start(result):
    result["arms"]["above"]["eigenvalue"] = result["first_eigenvalue"]
    return result


def claim_far_above_it_diverges(result):
    result["trained"]["far_above"] = len(result["first_eigenvalue"])
    return result


def claim_it_has_trained_as_far(result):
    arms = result["arms"]
    arms["above"]["loss"] = [3 * loss for loss in arms["stable"]["loss"]]
    return result
