"""Results that contradict each claim of scripts/experiments/feature_scaling."""


def alike(result, key):
    for ways in result["real"].values():
        ways["raw"][key] = [value * (1 + 0.1 * (at % 2)) for at, value in enumerate(ways["standardized"][key])]
    return result


def claim_standardizing_makes_it_rounder(result):
    return alike(result, "condition")


def claim_it_saves_steps(result):
    return alike(result, "steps")


def claim_correlation_stays(result):
    for ways in result["real"].values():
        ways["standardized"]["condition"] = [1.5 + at % 2 for at, _ in enumerate(ways["raw"]["condition"])]
    return result


def claim_one_feature_becomes_round(result):
    result["drawn"]["ten points"]["standardized"]["condition"] = 2.0
    return result


def claim_a_network_gains(result):
    for found in result["network"].values():
        found["standardized"]["accuracy"] = [value - 1 - at % 2 for at, value in enumerate(found["raw"]["accuracy"])]
    return result
