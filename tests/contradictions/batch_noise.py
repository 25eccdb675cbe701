"""Results that contradict each claim of scripts/experiments/batch_noise/show.py."""


def swapped(result, arm, other):
    arrived = result["arrived"]
    arrived[arm], arrived[other] = arrived[other], arrived[arm]
    return result


def claim_single_examples_leave_where_all_are_stuck(result):
    return swapped(result, "batch 1", "full")


def claim_a_larger_rate_is_not_enough(result):
    return swapped(result, "batch 1", "full, larger rate")


def claim_noise_is_enough(result):
    return swapped(result, "full, noise added", "full")


def claim_quiet_batches_are_stuck_too(result):
    return swapped(result, "batch 1", f"batch {result['largest']}")
