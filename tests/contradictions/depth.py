"""Results that contradict each claim of scripts/experiments/depth/show.py."""


def claim_deeper_plain_networks_train_worse(result):
    plain = result["final"]["plain"]
    plain["4"], plain["20"] = plain["20"], plain["4"]
    return result


def claim_the_test_error_alone_looks_like_overfitting(result):
    for kind in "plain", "plain_norm":  # what overfitting would look like: test errors, but no training errors
        for depth in "20", "56":
            result["final"][kind][depth]["train_error"] = result["final"]["plain"]["4"]["train_error"]
    return result


def claim_skip_connections_repair_the_deep_network(result):
    result["final"]["residual"]["56"] = result["final"]["plain"]["56"]  # skip connections change nothing
    return result


def claim_an_identity_start_repairs_it_too(result):
    result["final"]["plain_identity"]["56"] = result["final"]["plain"]["56"]
    return result


def claim_skip_connections_add_to_an_identity_start(result):
    final = result["final"]
    final["residual"]["56"], final["plain_identity"]["56"] = final["plain_identity"]["56"], final["residual"]["56"]
    return result


def claim_skip_connections_turn_the_sign(result):
    final = result["final"]
    final["residual"], final["residual_norm"] = final["plain"], final["plain_norm"]
    return result


def claim_skip_connections_make_depth_harmless(result):
    result["final"]["residual"] = result["final"]["plain"]
    return result


def claim_the_deep_set_holds_the_shallow_function(result):
    result["deepened_error"][0] = 1.0  # one of the added layers was no identity
    return result
