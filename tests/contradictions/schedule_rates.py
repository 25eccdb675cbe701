"""Results that contradict each claim of scripts/experiments/schedule_rates."""


def times(result, arm, other, factor):
    """The losses of one arm become those of another, times a factor that differs a little from run to run."""
    arms = result["own"] | result["others"]
    arms[arm]["loss"] = [loss * factor * (1 + 0.001 * (place % 2)) for place, loss in enumerate(arms[other]["loss"])]
    return result


def claim_decay_ends_lower(result):
    return times(result, "linear", "constant", 1.0)


def claim_decay_is_more_accurate(result):
    result["own"]["linear"]["accuracy"] = result["own"]["constant"]["accuracy"]
    return result


def claim_a_late_cooldown_is_as_low(result):
    return times(result, "stable", "linear", 1.3)


def claim_one_stable_run_serves_a_shorter_length(result):
    return times(result, "half, stable", "half, linear", 1.3)


def claim_to_zero_ends_lower_than_to_a_tenth(result):
    return times(result, "cosine_tenth", "linear", 1.0)


def claim_early_cuts_end_higher(result):
    return times(result, "step", "linear", 1.0)


def claim_on_plateau_ends_higher(result):
    return times(result, "plateau", "linear", 1.0)


def claim_schedule_free_beats_a_constant_rate(result):
    return times(result, "free", "constant", 1.0)


def claim_schedule_free_is_as_low_as_linear(result):
    return times(result, "free", "linear", 1.3)


def claim_the_old_rate_hides_the_gain(result):
    return times(result, "linear at constant's", "linear", 1.0)


def claim_a_common_high_rate_flatters_decay(result):
    return times(result, "constant at linear's", "constant", 1.0)
