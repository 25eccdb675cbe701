"""Results that contradict each claim of scripts/experiments/batch_norm_eval."""


def moved(found, name, of, by):
    found[name] = [value + by + at % 2 for at, value in enumerate(found[of])]


def claim_eval_is_better_at_small_batches(result):
    for size in ("4", "8", "16"):
        moved(result["by_size"][size], "eval mode", "train mode", -5)
    return result


def claim_exact_statistics_add_little(result):
    for size in ("16", "32", "64"):
        moved(result["by_size"][size], "exact statistics", "eval mode", 5)
    return result
