"""Results that contradict each claim of scripts/experiments/unfinished."""


def claim_the_threshold_sets_the_ratio(result):
    positive = result["plain"]["positive"]
    result["plain"]["positive"] = [positive[0] for _ in positive]
    return result


def claim_most_stopped_networks_are_no_minimum(result):
    result["decayed"]["least"] = [abs(value) for value in result["decayed"]["least"]]
    return result


def claim_run_on_they_end_in_minima(result):
    result["ended"]["least"] = result["decayed"]["least"]  # they stay saddles
    return result


def claim_the_poorer_the_fewer_positive(result):
    result["plain"]["loss"] = result["plain"]["positive"][result["tolerances"].index(1e-5)]  # the more
    return result
