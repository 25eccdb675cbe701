"""Results that contradict each claim of scripts/experiments/batch_size/show.py."""


def alike(result, view):
    """All examples at once do as well as the smallest batch."""
    for views in result["accuracy"].values():
        for rows in views[view].values():
            rows[-1] = rows[0]
    return result


def claim_at_equal_epochs_small_batches_are_better(result):
    return alike(result, "one_rate")


def claim_at_equal_epochs_a_rate_of_its_own_is_not_enough(result):
    return alike(result, "epochs")


def claim_at_equal_updates_small_batches_are_better(result):
    return alike(result, "updates")
