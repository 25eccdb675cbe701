"""Results that contradict each claim of scripts/experiments/warmup/show.py."""


def claim_it_trains_where_it_would_not(result):
    accuracy = result["accuracy"]
    accuracy["warm"] = [value + place % 2 for place, value in enumerate(accuracy["none"])]
    accuracy["both"] = [value + place % 2 for place, value in enumerate(accuracy["decay"])]
    return result


def claim_at_the_best_rates_it_gains_little(result):
    accuracy = result["accuracy"]
    accuracy["best_both"] = [value + 9 + place % 2 for place, value in enumerate(accuracy["best_constant"])]
    return result


def claim_pre_norm_trains_without(result):
    accuracy = result["accuracy"]
    accuracy["pre_none"] = [value + place % 2 for place, value in enumerate(accuracy["none"])]
    return result


def claim_pre_norm_gains_less_from_it(result):
    accuracy = result["accuracy"]
    for way in "both", "decay":
        accuracy[f"pre_{way}"] = [value + place % 2 for place, value in enumerate(accuracy[way])]
    return result
