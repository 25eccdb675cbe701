"""Results that contradict each claim of scripts/experiments/ten_points/show.py."""


def claim_no_single_rate_arrives(result):
    result["arrived"][-1] = True
    return result


def claim_the_limit_is_two_over_the_largest_eigenvalue(result):
    result["plain"]["swings"]["grows"] = 3
    return result


def claim_our_sums_are_torchs(result):
    result["checks"]["optimum"] = 0.01
    return result


def claim_the_average_times_a_root_is_adagrad(result):
    result["checks"]["adagrad_average"] = 0.01
    return result


def claim_own_rates_arrive(result):
    result["average"]["0.1"]["arrives"] = None
    return result


def claim_each_burst_follows_a_small_sigma(result):
    result["average"]["1"]["preceded"] = result["average"]["1"]["bursts"] - 1
    return result


def claim_adagrad_does_not_burst(result):
    result["sum"]["10"]["bursts"] = 1
    return result


def claim_a_quick_decay_ends_the_bursts(result):
    result["decays"]["1/(1 + t/1000)"]["bursts"] = 1
    return result


def claim_a_slow_decay_does_not(result):
    result["decays"]["to zero, evenly"]["bursts"] = 0
    return result


def claim_too_quick_a_decay_never_arrives(result):
    result["decays"]["1/(1 + t)"]["arrives"] = 9000
    return result
