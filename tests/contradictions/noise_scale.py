"""Results that contradict each claim of scripts/experiments/noise_scale/show.py."""


def claim_below_the_noise_scale_updates_are_saved(result):
    small, large = (str(size) for size in result["sizes"][:2])
    result["updates"][large] = result["updates"][small]
    return result


def claim_above_it_they_are_hardly(result):
    _, _, small, large = (str(size) for size in result["sizes"])
    result["updates"][large] = [made / 4 for made in result["updates"][small]]
    return result


def claim_the_noise_scale_foretells_the_size(result):
    result["scale"] = [10 * scale for scale in result["scale"]]
    return result
