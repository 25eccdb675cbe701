"""Results that contradict each claim of scripts/experiments/mismatch/show.py."""

SHIFTS = ["noisy", "outlined", "moved", "rotated", "inverted"]


def no_better_than_more(result, remedy):
    """The remedy gets no further than more of the old kind does, give or take half a point."""
    more = result["remedies"]["more"]
    result["remedies"][remedy] = {
        kind: [value + place % 2 / 2 for place, value in enumerate(more[kind])] for kind in more
    }
    return result


def claim_more_data_helps_on_the_same_kind(result):
    result["accuracy"]["same"].reverse()  # the smallest training set is best
    return result


def claim_more_data_does_not_help_on_another_kind(result):
    for kind in SHIFTS:
        result["accuracy"][kind] = result["accuracy"]["same"]  # it helps as much as on the same kind
    return result


def claim_more_data_helps_on_the_end_of_the_file(result):
    accuracy = result["accuracy"]
    accuracy["late"] = [accuracy["late"][-1]] * len(accuracy["late"])  # a few digits do as well
    return result


def claim_held_out_data_foretells_a_test_of_the_same_kind(result):
    result["accuracy"]["same"] = result["accuracy"]["late"]  # as if the test came from the end of the file
    return result


def claim_held_out_data_promises_too_much_for_the_end_of_the_file(result):
    result["accuracy"]["late"] = result["accuracy"]["early held out"]  # the order of the file means nothing
    return result


def claim_more_data_closes_the_gap_of_overfitting(result):
    result["accuracy"]["held out"].reverse()  # the more digits are learned, the wider the gap
    return result


def claim_more_data_widens_the_gap_of_a_mismatch(result):
    result["accuracy"]["held out"].reverse()  # what is learned from more digits helps neither test
    return result


def claim_a_few_examples_of_the_kind_beat_more_of_the_same(result):
    return no_better_than_more(result, "few")


def claim_shifted_copies_beat_more_of_the_same(result):
    return no_better_than_more(result, "copies")


def claim_variety_helps_on_a_kind_that_it_lacks(result):
    result["remedies"]["others"] = result["remedies"]["start"]  # the other kinds teach nothing about this one
    return result


def claim_variety_beats_more_of_the_same(result):
    return no_better_than_more(result, "others")
