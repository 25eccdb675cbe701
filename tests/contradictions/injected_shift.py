"""Results that contradict each claim of scripts/experiments/injected_shift/show.py."""


def claim_shifted_sigmoids_train_where_plain_ones_do_not(result):
    found = result["found"]["sigmoid"]
    for arm in found:
        if arm.startswith("none"):
            found[arm]["accuracy"] = [value + 0.1 * (i % 2) for i, value in enumerate(found["shifted"]["accuracy"])]
    return result


def claim_the_shifts_are_large(result):
    for arms in result["found"].values():
        for arm in arms.values():
            arm["drift"] = [0.1 + 0.01 * (i % 2) for i, _ in enumerate(arm["drift"])]
    return result


def claim_sigmoids_lose_little_by_it(result):
    found = result["found"]["sigmoid"]
    found["shifted"]["loss"] = [loss * (2 + i % 2) for i, loss in enumerate(found["batch"]["loss"])]
    return result


def claim_relus_pay_for_it(result):
    found = result["found"]["ReLU"]
    found["shifted"]["loss"] = [loss * (0.5 + 0.01 * (i % 2)) for i, loss in enumerate(found["none"]["loss"])]
    return result


def claim_but_relus_test_no_worse(result):
    found = result["found"]["ReLU"]
    found["shifted"]["accuracy"] = [value - 5 - i % 2 for i, value in enumerate(found["batch"]["accuracy"])]
    return result
