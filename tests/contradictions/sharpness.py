"""Results that contradict each claim of scripts/experiments/sharpness/show.py."""


def swapped(result, arm, other, names=("signals", "digits")):
    for name in names:
        arms = result["found"][name]
        arms[arm], arms[other] = arms[other], arms[arm]
    return result


def claim_at_one_rate_the_small_batch_tests_better(result):
    return swapped(result, "small", "large")


def claim_at_its_own_rate_the_large_batch_still_tests_worse(result):
    own = result["found"]["signals"]["large, own rate"]
    own["test_accuracy"] = result["found"]["signals"]["small"]["test_accuracy"]
    return result


def claim_on_digits_both_test_alike(result):
    large = result["found"]["digits"]["large"]
    large["test_accuracy"] = [value - 3 for value in large["test_accuracy"]]
    return result


def claim_at_one_rate_the_large_batch_ends_sharper(result):
    return swapped(result, "small", "large")


def claim_the_rise_says_so_too(result):
    return swapped(result, "small", "large")


def claim_at_its_own_rate_the_large_batch_ends_flatter(result):
    return swapped(result, "small", "large, own rate")


def claim_sharper_tests_worse_here(result):
    arms = result["found"]["signals"]
    own, large = arms["large, own rate"], arms["large"]
    own["largest_eigenvalue"], large["largest_eigenvalue"] = large["largest_eigenvalue"], own["largest_eigenvalue"]
    return result
