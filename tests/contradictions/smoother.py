"""Results that contradict each claim of scripts/experiments/smoother/show.py."""


def alike(result, what):
    for row in result["found"]["batch"][what]:
        row[:] = [1 + 0.01 * (place % 2) for place, _ in enumerate(row)]
    for row in result["found"]["none"][what]:
        row[:] = [1.0 for _ in row]
    return result


def claim_the_loss_varies_less_at_large_rates(result):
    return alike(result, "range")


def claim_at_small_rates_it_varies_more(result):
    return alike(result, "range")


def claim_the_gradient_changes_less(result):
    return alike(result, "change")
