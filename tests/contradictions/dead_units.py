"""Results that contradict each claim of scripts/experiments/dead_units."""


def claim_a_critical_point_stays_one(result):
    result["gradient"][0][0] = 1e-3
    return result


def claim_a_minimum_becomes_a_saddle(result):
    result["next_index"] = [[0 for _ in row] for row in result["next_index"]]  # it stays a minimum
    return result


def claim_poorer_minima_have_more_ways_down(result):
    result["index"][0] = result["index"][-1]
    return result
