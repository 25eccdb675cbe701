"""Results that contradict each claim of scripts/experiments/warmup_variance/show.py."""


def claim_the_spread_is_as_predicted(result):
    result["log_spread"] = [[2.5 * value for value in result["predicted"]] for _ in result["log_spread"]]
    return result


def claim_the_spread_falls(result):
    result["log_spread"] = [
        [row[-1] * (2 + 0.01 * (place % 2)), *row[1:]] for place, row in enumerate(result["log_spread"])
    ]
    return result
