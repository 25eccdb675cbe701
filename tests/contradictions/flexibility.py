"""Results that contradict each claim of scripts/experiments/flexibility/show.py."""


def ratios(result, name, size):
    """The log ratios of one quantity and number of examples, to be changed in place."""
    return result["log_ratio"][name][str(result[size])]


def turned(result, name, size):
    """The two models have changed places."""
    values = ratios(result, name, size)
    values[:] = [-value for value in values]
    return result


def apart(result, name, size):
    """What should be the same differs as much as the line and the parabola do."""
    ratios(result, name, size)[:] = ratios(result, "line", "some")
    return result


def claim_a_flexible_model_fits_every_example(result):
    result["largest_training_loss"] = result["noise_variance"]
    return result


def claim_three_exact_examples_determine_the_parabola(result):
    result["largest_deviation"] = 0.1
    return result


def claim_the_constraint_helps_with_three_noisy_examples(result):
    ratios(result, "flexible", "few")[:] = [-value for value in ratios(result, "flexible", "some")]
    return result


def claim_the_constraint_helps(result):
    return turned(result, "flexible", "some")


def claim_more_data_is_as_good_as_the_constraint(result):
    return apart(result, "flexible", "many")


def claim_what_it_could_have_avoided_is_still_larger(result):
    return turned(result, "excess", "many")


def claim_a_flexible_model_near_zero_beats_the_parabola(result):
    return turned(result, "parabola", "few")


def claim_a_lookup_function_learns_nothing(result):
    return turned(result, "lookup", "some")


def claim_the_line_misses_its_training_data(result):
    return turned(result, "line_training", "some")


def claim_the_parabola_beats_the_line(result):
    return turned(result, "line", "some")


def claim_the_line_does_not_overfit(result):
    return apart(result, "line_gap", "many")


def claim_data_do_not_save_the_line(result):
    return turned(result, "line", "many")
