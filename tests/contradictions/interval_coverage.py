"""Results that would make each claim about our intervals fail."""


def claim_intervals_keep_their_word(result):
    """Intervals of normal runs as short as those of the heavy tail."""
    for kind in "normal", "some runs fail", "its logarithm":
        result["covered"][kind] = result["covered"]["heavy tail"]
    return result


def claim_skew_costs_coverage(result):
    """Skewed runs whose intervals always contain the truth."""
    for kind in "skewed", "heavy tail":
        result["covered"][kind] = result["judged"][kind]
    return result


def claim_wrong_verdicts_are_rare(result):
    """Every second study with a verdict, though the truth lies at the size that matters."""
    for kind in "normal", "some runs fail", "its logarithm":
        result["wrong"][kind] = [count // 2 for count in result["judged"][kind]]
    return result
