"""Results that contradict each claim of scripts/experiments/three_factors/show.py."""


def worse_with(result, factor):
    """With the factor, every loss is what it was; without it, that of its partner with the factor, or lower."""
    for losses in result["loss"].values():
        for name in list(losses):
            words = name.split("_")
            if factor in words:
                partner = "_".join(word for word in words if word != factor) or "none"
                losses[partner] = [0.5 * loss * (1 + 0.01 * (place % 2)) for place, loss in enumerate(losses[name])]
    return result


def claim_sigma_lowers_the_loss(result):
    return worse_with(result, "sigma")


def claim_momentum_lowers_the_loss(result):
    return worse_with(result, "momentum")


def claim_decay_lowers_the_loss(result):
    return worse_with(result, "decay")


def claim_all_three_beat_none(result):
    for losses in result["loss"].values():
        losses["momentum_sigma_decay"] = losses["none"]
    return result


def claim_all_three_raise_the_accuracy(result):
    for right in result["accuracy"].values():
        right["momentum_sigma_decay"] = [value - place % 2 for place, value in enumerate(right["none"])]
    return result


def claim_the_rule_is_torchs(result):
    return result | {"gap": 1e-3}
