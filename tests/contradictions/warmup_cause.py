"""Results that contradict each claim of scripts/experiments/warmup_cause/show.py."""


def same(result, changed, other):
    accuracy = result["accuracy"]
    accuracy[changed] = [value + place % 2 for place, value in enumerate(accuracy[other])]
    return result


def claim_a_cap_on_the_first_moves_cures(result):
    return same(result, "capped", "nothing")


def claim_these_do_not_replace_it(result):
    for arm in "filled", "second", "clipped":
        same(result, arm, "warm")
    return result


def claim_a_fresh_sigma_fails_less_after_warm_up(result):
    return same(result, "fresh", "nothing")


def claim_rectified_adam_cures(result):
    return same(result, "radam", "second")


def claim_warm_up_comes_too_late_after_full_steps(result):
    return same(result, "late", "warm")


def claim_five_steps_are_too_few(result):
    return same(result, "warm5", "warm")
