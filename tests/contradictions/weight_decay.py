"""Results that contradict each claim of scripts/experiments/weight_decay/show.py."""


def norm_becomes(result, arm, of, factor):
    """The norms of an arm are those of another, times a factor that varies a little."""
    for norms in result["norm"].values():
        other = norms[of][: len(norms[arm])]
        norms[arm] = [factor * norm * (1 + 0.001 * (place % 2)) for place, norm in enumerate(other)]
    return result


def claim_adamws_path_ignores_the_scale(result):
    return result | {"gap": {"adamw": 1e-3, "adam": 0.0}}


def claim_adams_decay_loses_its_grip(result):
    return norm_becomes(result, "adam_scaled", "adam", 1.0)


def claim_adamws_decay_keeps_its_grip(result):
    return norm_becomes(result, "adamw_strong_scaled", "adamw_strong", 1.3)


def claim_adamws_default_hardly_acts(result):
    return norm_becomes(result, "adamw", "none", 0.8)


def claim_the_same_number_is_stronger_in_adam(result):
    return norm_becomes(result, "adam", "adamw", 1.0)


def equal(result, arm, of):
    for right in result["accuracy"].values():
        right[arm] = [value + 0.2 * (place % 2) for place, value in enumerate(right[of])]
    return result


def claim_adamw_generalizes_better(result):
    return equal(result, "best_adamw", "best_adam")


def claim_decay_generalizes_better_than_none(result):
    return equal(result, "best_adamw", "none")
