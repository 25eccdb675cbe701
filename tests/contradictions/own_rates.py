"""Results that contradict each claim of scripts/experiments/own_rates/show.py."""


def claim_a_stretched_axis_keeps_the_path(result):
    result["bowl"]["apart"] = 0.1
    return result


def claim_a_larger_loss_keeps_adams_path(result):
    result["same"] = 0.1
    return result


def claim_with_the_usual_epsilon_nearly(result):
    result["moved"]["adam"] = [2.0 + place % 2 for place in range(len(result["moved"]["adam"]))]
    return result


def claim_layers_have_different_gradients(result):
    result["spread"]["gradient"] = [1.0 + place / 100 for place in range(len(result["spread"]["gradient"]))]
    return result


def claim_adams_steps_are_more_alike(result):
    result["spread"]["step"] = result["spread"]["gradient"]
    return result
