"""Results that contradict each claim of scripts/experiments/slopes/show.py."""


def times(result, rule, factor):
    steps = result["steps"][rule]
    steps["last"] = [factor * first + place % 2 for place, first in enumerate(steps["first"])]
    return result


def claim_the_average_remembers_the_cliff(result):
    return times(result, "average", 1)


def claim_a_short_memory_recovers(result):
    return times(result, "short", 3)


def claim_the_usual_memory_recovers_sooner(result):
    result["steps"]["usual"]["last"] = result["steps"]["average"]["last"]
    return result


def claim_a_long_memory_is_slow_too(result):
    return times(result, "long", 1)
