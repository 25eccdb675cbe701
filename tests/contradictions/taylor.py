"""Results that contradict each claim of scripts/experiments/taylor."""


def claim_the_slopes_are_one_two_three(result):
    result["slopes"][2] = [value - 1 for value in result["slopes"][2]]  # the Hessian was wrong
    return result
