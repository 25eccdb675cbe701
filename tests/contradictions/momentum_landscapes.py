"""Results that contradict each claim of scripts/experiments/momentum_landscapes/show.py."""


def as_good(result, one, other):
    """The first gets through where the other does, give or take a little."""
    result["share"][one] = [value + 0.01 * (place % 2) for place, value in enumerate(result["share"][other])]
    return result


def claim_momentum_gets_through(result):
    return as_good(result, "plain", "momentum")


def claim_a_larger_rate_does_not_get_over_the_hump(result):
    return as_good(result, "larger_rate", "momentum")


def claim_a_larger_rate_crosses_the_plateau_as_fast(result):
    result["steps_across"]["larger_rate"] = result["steps_across"]["plain"]  # it is as slow as the small one
    return result


def claim_a_little_momentum_is_too_little(result):
    return as_good(result, "little", "momentum")


def claim_a_smaller_rate_needs_more_momentum(result):
    return as_good(result, "momentum_at_lower_rate", "momentum")


def claim_it_rolls_out_of_the_deep_valley_too(result):
    return as_good(result, "deep_first_momentum", "deep_first_plain")


def claim_a_hump_above_the_start_stops_it(result):
    return as_good(result, "high_hump", "momentum")
