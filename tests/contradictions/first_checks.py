"""Results that contradict each claim of scripts/experiments/first_checks/show.py."""


def claim_each_fault_is_named(result):
    result["faults"]["dead units"] = [["heart"]] * len(result["faults"]["dead units"])
    return result


def claim_sound_programs_raise_no_fault(result):
    result["sound"]["dropout"] = [["twice"]] * len(result["sound"]["dropout"])
    for name in "LSTM", "convolution, batch norm":
        result["sound"][name] = [["stale"]] * len(result["sound"][name])
    return result


def claim_one_batch_by_heart_misses_many(result):
    result["faults"] = {fault: [["heart"]] * len(runs) for fault, runs in result["faults"].items()}
    return result


def claim_both_name_more_than_torchtest2(result):
    for fault, runs in result["peer"]["faults"].items():
        result["peer_names"][fault] = ["forward"]
        result["peer"]["faults"][fault] = [["FAIL forward"]] * len(runs)
    return result


def claim_torchtest2_names_no_further_fault(result):
    result["faults"] = {fault: [[]] * len(runs) for fault, runs in result["faults"].items()}
    return result


def claim_torchtest2_fails_no_sound_program(result):
    for program in "dropout", "LSTM", "residual":
        result["peer"]["sound"][program] = [["FAIL loss"]] * len(result["peer"]["sound"][program])
    return result
