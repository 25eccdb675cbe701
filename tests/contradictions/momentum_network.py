"""Results that contradict each claim of scripts/experiments/momentum_network/show.py."""


def claim_small_batch_and_rate_end_alike(result):
    accuracy = result["accuracy"]
    accuracy["small_rate_momentum"] = [
        value + 3 + place % 2 for place, value in enumerate(accuracy["small_rate_plain"])
    ]
    return result


def claim_divided_it_trains_alike(result):
    losses = result["loss"]
    halves = [loss * (0.5 + 0.01 * (place % 2)) for place, loss in enumerate(losses["small_rate_plain"])]
    losses["small_rate_momentum"] = halves
    return result


def claim_at_the_best_rate_it_gains_little(result):
    losses = result["loss"]
    losses["small_divided"] = [loss * (0.4 + 0.01 * (place % 2)) for place, loss in enumerate(losses["small_plain"])]
    return result


def claim_undivided_it_trains_worse(result):
    result["loss"]["small_undivided"] = result["loss"]["small_divided"]
    return result


def claim_full_batch_momentum_trains_further(result):
    result["loss"]["full_momentum"] = result["loss"]["full_plain"]
    return result


def claim_full_batch_and_small_rate_train_alike(result):
    losses = result["loss"]
    losses["full_small_rate_momentum"] = [loss / (3 + place % 2) for place, loss in enumerate(losses["full_plain"])]
    return result
