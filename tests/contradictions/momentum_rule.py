"""Results that contradict each claim of scripts/experiments/momentum_rule/show.py."""


def claim_it_is_torchs_rule_at_a_constant_rate(result):
    result["same_path"] = result["other_path"]  # as if the rate had changed
    return result


def claim_it_is_another_when_the_rate_is_cut(result):
    result["after_the_cut"]["lecture"] = result["after_the_cut"]["torch"]
    return result


def claim_torch_follows_the_cut_at_once(result):
    after = result["after_the_cut"]
    ratios = [lecture / torch for lecture, torch in zip(after["lecture"], after["torch"], strict=True)]
    result["shrinks"] = [shrinks * ratio for shrinks, ratio in zip(result["shrinks"], ratios, strict=True)]
    return result


def claim_the_movement_is_a_weighted_sum(result):
    result["sum_error"][0] = 0.01  # one gradient was forgotten
    return result
