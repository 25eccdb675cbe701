"""Results that contradict each claim of scripts/experiments/adam_plateau."""


def claim_adam_leaves_sooner(result):
    return result | {"adam": result["descent"]}


def claim_a_small_start_costs_adam_less(result):
    return result | {"adam": result["descent"], "adam_larger": result["descent_larger"]}


def claim_a_larger_start_helps_adam_too(result):
    return result | {"adam_larger": result["adam"]}
