"""Results that contradict each claim of scripts/experiments/loss_start/show.py."""


def claim_cross_entropy_gets_out(result):
    for out in result["stuck"]["entropy"]["out"]:
        out[:] = [place % 3 == 0 for place in range(len(out))]
    return result


def claim_squared_error_stays(result):
    for out in result["stuck"]["squared"]["out"]:
        out[:] = [place % 3 > 0 for place in range(len(out))]
    return result


def claim_squared_error_needs_more_steps(result):
    stuck = result["stuck"]
    stuck["squared"]["steps"][-1] = [
        steps * (1 + place % 2) for place, steps in enumerate(stuck["entropy"]["steps"][-1])
    ]
    return result


def claim_without_softmax_squared_error_gets_out(result):
    out = result["stuck"]["plain"]["out"][0]
    out[:] = [place % 2 == 0 for place in range(len(out))]
    return result


def claim_squared_error_is_as_accurate(result):
    usual = result["usual"]
    usual["squared"]["best"] = [value - 3 - place % 2 for place, value in enumerate(usual["entropy"]["best"])]
    return result


def claim_without_softmax_it_is_as_accurate(result):
    usual = result["usual"]
    usual["plain"]["best"] = [value - 3 - place % 2 for place, value in enumerate(usual["entropy"]["best"])]
    return result
