"""Results that contradict each claim of scripts/experiments/pretraining."""


def claim_pretraining_raises_the_accuracy(result):
    arms = result["arms"]
    arms["pretrained"], arms["from scratch"] = arms["from scratch"], arms["pretrained"]
    return result


def claim_it_is_what_the_labels_teach(result):
    result["arms"]["random labels"] = result["arms"]["pretrained"]
    return result
