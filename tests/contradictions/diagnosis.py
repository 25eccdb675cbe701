"""Results that contradict each claim of scripts/experiments/diagnosis/show.py."""


def claim_comparison_runs_beat_thresholds(result):
    result["leaves"], result["alone"] = result["alone"], result["leaves"]
    return result


def claim_each_cause_is_named_more_often_than_not(result):
    leaves = result["leaves"]
    leaves["overfitting"], leaves["mismatch"] = leaves["mismatch"], leaves["overfitting"]  # one is taken for the other
    return result


def claim_following_the_guide_gains_accuracy(result):
    result["leaves"] = result["alone"]  # who has no other runs does as well
    return result


def claim_faults_of_the_program_are_named(result):
    result["leaves"]["broken step"] = result["leaves"]["optimization"]  # it looks like a bad optimizer
    return result


def claim_what_nobody_can_know_is_blamed_on_nothing(result):
    result["leaves"]["noisy labels"] = result["leaves"]["model bias"]  # noise is taken for a model that is too small
    return result


def claim_a_bigger_model_alone_misleads(result):
    compared = result["compared"]["optimization"]
    compared["bigger"], compared["recipe"] = compared["recipe"], compared["bigger"]
    return result


def claim_the_smaller_model_must_be_contained(result):
    compared = result["compared"]["model bias"]
    compared["not contained"], compared["smaller"] = compared["smaller"], compared["not contained"]
    return result


def claim_each_cause_has_its_own_remedy(result):
    gains = result["gains"]["optimization"]
    gains["bigger model"], gains["other optimizer"] = gains["other optimizer"], gains["bigger model"]
    return result
