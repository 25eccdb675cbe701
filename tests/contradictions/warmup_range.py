"""Results that contradict each claim of scripts/experiments/warmup_range/show.py."""


def claim_with_a_decay_the_upper_edge_rises(result):
    edges = result["upper"]
    edges["both"] = [value and value * (1 + 0.01 * (place % 2)) for place, value in enumerate(edges["decay"])]
    return result


def claim_without_a_decay_the_peak_rises(result):
    edges, lower = result["upper"], result["peak"]["none"] / result["peak"]["warm"]
    edges["warm"] = [value and value * lower * (1 + 0.01 * (place % 2)) for place, value in enumerate(edges["none"])]
    return result


def claim_the_lower_edge_hangs_on_the_mean_rate(result):
    edges = result["lower"]
    for way in "warm", "decay", "both":
        edges[way] = [value and value * (2 + 0.01 * (place % 2)) for place, value in enumerate(edges["none"])]
    return result
