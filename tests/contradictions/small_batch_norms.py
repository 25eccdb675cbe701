"""Results that contradict each claim of scripts/experiments/small_batch_norms/show.py."""


def alike(result, kind, other, by=0.0):
    for row, new in zip(result["accuracy"][other], result["accuracy"][kind], strict=True):
        new[:] = [value + by + 0.1 * (place % 2) for place, value in enumerate(row)]
    return result


def within(result, other, by):
    for kind in ("layer", "group", "rms"):
        alike(result, kind, other, by)
    return result


def claim_in_pairs_batch_normalization_falls_behind(result):
    return within(result, "batch", -1.0)


def claim_in_pairs_none_beats_batch(result):
    return alike(result, "none", "batch")


def claim_in_pairs_group_beats_batch(result):
    return alike(result, "group", "batch")


def claim_in_pairs_one_group_beats_four(result):
    return alike(result, "layer", "group")


def claim_with_32_it_is_ahead(result):
    return within(result, "batch", 1.0)


def claim_with_32_it_beats_none(result):
    return alike(result, "none", "batch")


def claim_with_32_the_others_trail_none(result):
    return within(result, "none", 1.0)
