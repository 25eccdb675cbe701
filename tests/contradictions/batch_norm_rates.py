"""Results that contradict each claim of scripts/experiments/batch_norm_rates."""


def kinds(result, name):
    return sorted((kind for kind in result["loss"] if kind.startswith(name)), key=lambda kind: int(kind.split(", ")[1]))


def claim_larger_rates_work(result):
    result["largest"][kinds(result, "batch norm")[-1]] = result["largest"][kinds(result, "none")[-1]]
    return result


def claim_larger_than_after_a_warm_up(result):
    result["largest"][kinds(result, "batch norm")[-1]] = result["largest"][kinds(result, "warm-up")[-1]]
    return result


def claim_at_the_best_rates_it_buys_little(result):
    for kind in kinds(result, "none"):
        better = result["picked"][kind.replace("none", "batch norm")]["accuracy"]
        result["picked"][kind]["accuracy"] = [value - 6 - at % 2 for at, value in enumerate(better)]
    return result
