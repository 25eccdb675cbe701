"""Results that contradict each claim of scripts/experiments/batch_norm_deep."""


def all_or_none(result, kinds, share):
    for kind in kinds:
        result["trained"][kind] = int(share * len(result["loss"][kind]))
    return result


def claim_without_they_do_not_train(result):
    return all_or_none(result, ("ReLU, without", "sigmoid, without"), 1)


def claim_with_it_they_train(result):
    return all_or_none(result, ("ReLU, batch norm", "sigmoid, batch norm"), 0)


def claim_so_do_others_without_it(result):
    return all_or_none(result, ("ReLU, He's initialization", "tanh, without"), 0)


def claim_the_signal_dies_on_its_way(result):
    rows = result["spread"]["ReLU, without"]["start"]
    result["spread"]["ReLU, without"]["start"] = [[1.0 + at % 2] * len(row) for at, row in enumerate(rows)]
    return result


def claim_its_units_stay_in_one_range(result):
    result["ranges"]["ReLU, He's initialization"]["end"] = result["ranges"]["ReLU, batch norm"]["end"]
    return result
