"""Results that contradict each claim of scripts/experiments/late_spikes/show.py."""

COUNT = range(20)


def claim_the_loss_spikes_late(result):
    result["rises"]["constant"] = [1.5 + place / 100 for place in COUNT]
    return result


def claim_before_a_spike_the_stress_is_above_one(result):
    result["stress"]["before"] = [0.5 + place / 100 for place in COUNT]
    return result


def claim_after_a_spike_it_is_lower(result):
    result["stress"]["before"] = [1.05 + place / 100 for place in COUNT]
    result["stress"]["after"] = [1.15 + place / 100 for place in COUNT]
    return result


def claim_a_lower_rate_in_time_prevents_it(result):
    result["near"]["constant"] = [20.0 + place for place in COUNT]
    result["near"]["halved_before"] = [19.0 + place for place in COUNT]
    return result


def same(result, above, below):
    result["rises"][above] = [value * (1 + place / 100) for place, value in enumerate(result["rises"][below])]
    return result


def claim_decay_prevents_spikes(result):
    return same(result, "constant", "to_zero")


def claim_it_is_not_the_mean_rate(result):
    return same(result, "half", "to_zero")


def claim_a_shorter_memory_makes_smaller_spikes(result):
    return same(result, "constant", "lower_beta2")


def claim_and_a_shorter_memory_costs_loss(result):
    final = result["final"]
    final["lower_beta2"] = [value * (1 + place / 100) for place, value in enumerate(final["to_zero"])]
    return result


def claim_a_larger_epsilon_still_spikes(result):
    result["rises"]["larger_eps"] = [1.5 + place / 100 for place in COUNT]
    return result


def claim_amsgrad_spikes_too(result):
    result["rises"]["amsgrad"] = [1.5 + place / 100 for place in COUNT]
    return result
