"""Results that contradict each claim of scripts/experiments/first_checks/show.py."""


def claim_each_fault_is_named(result):
    result["faults"]["dead units"] = [["heart"]] * len(result["faults"]["dead units"])
    return result


def claim_sound_programs_raise_no_fault(result):
    result["sound"]["dropout"] = [["twice"]] * len(result["sound"]["dropout"])
    result["sound"]["LSTM"] = [["stale"]] * len(result["sound"]["LSTM"])
    return result


def claim_one_batch_by_heart_misses_many(result):
    result["faults"] = {fault: [["heart"]] * len(runs) for fault, runs in result["faults"].items()}
    return result
