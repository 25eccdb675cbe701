"""Results that contradict each claim of scripts/experiments/restarts."""


def claim_a_narrow_network_depends_on_its_start(result):
    result["worst_over_best"][0] = [1.0 for _ in result["worst_over_best"][0]]
    return result


def claim_a_wide_one_does_not(result):
    result["worst_over_best"][-1] = [2.0 for _ in result["worst_over_best"][-1]]
    return result
