"""Results that contradict each claim of scripts/experiments/adam_deep."""


def all_are(value, result, depth, start):
    result[depth][start] = [value for _ in result[depth][start]]
    return result


def claim_adam_leaves_the_deep_stall(result):
    return all_are(None, result, "deep", "default")


def claim_an_initialization_for_relu_helps_adam(result):
    result["deep"]["for_relu"] = result["deep"]["default"]
    return result


def claim_deeper_adam_rests_too(result):
    return all_are(50.0, result, "deeper", "default")


def claim_a_tiny_epsilon_leaves_there(result):
    return all_are(None, result, "deeper", "tiny_eps")


def claim_an_initialization_for_relu_leaves_there(result):
    return all_are(None, result, "deeper", "for_relu")
