"""Results that contradict each claim of scripts/experiments/adam_small_batch/show.py."""


def swapped(result, arm, other):
    accuracy = result["test_accuracy"]
    accuracy[arm], accuracy[other] = accuracy[other], accuracy[arm]
    return result


def claim_adam_works_with_small_batches(result):
    return swapped(result, "small, same β₂", "large")


def claim_keeping_the_half_life_helps(result):
    result["test_accuracy"]["small, half-life kept"] = result["test_accuracy"]["small, same β₂"]
    return result
