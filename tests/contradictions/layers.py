"""Results that contradict each claim of scripts/experiments/layers/show.py."""


def claim_more_features_lower_the_loss(result):
    features = result["features"]
    features["1"], features["56"] = features["56"], features["1"]
    return result


def claim_layers_lower_the_training_loss(result):
    result["layers"]["torch"]["3"] = result["layers"]["torch"]["1"]  # the added layers are of no use
    return result


def claim_five_layers_train_worse_than_four(result):
    result["layers"]["torch"]["5"] = result["layers"]["torch"]["3"]
    return result


def claim_twelve_layers_train_worse_than_four(result):
    result["layers"]["torch"]["12"] = result["layers"]["he"]["12"]  # as if the start made no difference
    return result


def claim_from_another_start_depth_keeps_helping(result):
    result["layers"]["he"] = result["layers"]["torch"]
    return result


def claim_the_smaller_training_loss_does_not_reach_the_test(result):
    layers = result["layers"]
    layers["he"], layers["torch"] = layers["torch"], layers["he"]  # the better initialization gains on the test year
    return result
