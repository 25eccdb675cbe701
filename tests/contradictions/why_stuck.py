"""Results that contradict each claim of scripts/experiments/why_stuck/show.py."""

CAUSES = "plateau", "edge", "noise floor", "rate too small"


def claim_each_cause_is_named(result):
    for run in result["runs"]:
        if run["cause"] in CAUSES:
            run["found"] = CAUSES[CAUSES.index(run["cause"]) - 1]
    return result


def claim_the_advice_beats_lowering_the_rate(result):
    for place, run in enumerate(result["runs"]):
        run["after"] = dict.fromkeys(run["after"], 1.0) | {"noise floor": 0.5 + 0.01 * (place % 2)}
        if run["found"] == "noise floor":
            run["found"] = "edge"
    return result


def claim_the_advice_beats_going_on(result):
    for place, run in enumerate(result["runs"]):
        run["after"] = dict.fromkeys(run["after"], 1.0) | {"none of these": 0.5 + 0.01 * (place % 2)}
    return result


def claim_a_sound_run_is_left_alone(result):
    for run in result["runs"]:
        run["found"] = "noise floor"
    return result


def claim_adam_gains_more_than_the_advice(result):
    for place, run in enumerate(result["runs"]):
        run["after"] = dict.fromkeys(run["after"], 0.5) | {"edge": 1.0 + 0.01 * (place % 2)}
        if run["found"] == "edge":
            run["found"] = "plateau"
    return result


def claim_followed_on_a_sound_run_it_costs(result):
    for place, run in enumerate(result["runs"]):
        run["after"] = dict.fromkeys(run["after"], 0.5) | {"none of these": 1.0 + 0.01 * (place % 2)}
        run["found"] = "noise floor"
    return result
