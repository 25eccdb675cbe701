"""Results that contradict each claim of scripts/experiments/stalls."""


def claim_the_gradient_is_small_on_the_plateau(result):
    result["small"]["least_gradient"] = [0.5 for _ in result["small"]["least_gradient"]]
    return result


def claim_the_gradient_is_small_where_the_loss_never_falls(result):
    result["deep"]["least_gradient"] = [0.5 for _ in result["deep"]["least_gradient"]]
    return result


def claim_the_plateau_has_a_way_down(result):
    result["small"]["eigenvalues"] = [[0.1, 1.0] for _ in result["small"]["eigenvalues"]]  # minima
    return result


def claim_the_deep_networks_way_down_is_flatter(result):
    result["deep"]["eigenvalues"] = result["small"]["eigenvalues"]
    return result


def claim_an_initialization_for_relu_leaves(result):
    result["for_relu"]["lowest"] = [1.0 for _ in result["for_relu"]["lowest"]]
    return result
