"""Results that contradict each claim of scripts/experiments/bursts/show.py."""


def all_burst(result, arm, whether):
    arm = result["arms"][arm]
    arm["burst"] = [whether] * len(arm["burst"])
    return result


def claim_the_average_bursts(result):
    return all_burst(result, "average", False)


def claim_adagrad_hardly_ever_bursts(result):
    return all_burst(result, "sum", True)


def claim_a_quick_decay_leaves_few(result):
    return all_burst(result, "quick", True)


def claim_a_slow_decay_leaves_most(result):
    return all_burst(result, "slow", False)


def claim_every_burst_follows_a_small_sigma(result):
    arm = result["arms"]["average"]
    arm["burst"], arm["preceded"] = [True] * len(arm["burst"]), [False] * len(arm["burst"])
    return result
