"""Results that contradict each claim of scripts/experiments/detector/show.py."""


def claim_a_classifier_sees_each_shift(result):
    result["auc"]["moved"] = result["auc"]["same"]
    return result


def claim_a_classifier_sees_the_end_of_the_file(result):
    result["auc"]["end of the file"] = result["auc"]["same"]
    return result


def claim_digits_of_one_kind_look_alike(result):
    result["auc"]["same"] = result["auc"]["moved"]
    return result


def claim_a_linear_classifier_misses_noise(result):
    result["linear"]["noisy"] = result["auc"]["noisy"]
    return result


def claim_what_is_seen_need_not_harm(result):
    result["accuracy"]["dimmed"] = result["accuracy"]["rotated"]
    return result
