"""Results that contradict each claim of scripts/experiments/schedule_shapes."""


def claim_they_are_torchs(result):
    result["errors"]["step"] = 0.1  # as if one cut came late
    return result
