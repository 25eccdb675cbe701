"""Numbers as JSON holds them, or an error that names the one that it cannot hold."""

import math


def plain(value, where="result"):
    """`value` with tensors and arrays as lists and floats to six significant digits.

    Raises ValueError that names the place of a NaN, an infinity, or a value that is no number.
    """
    if hasattr(value, "tolist"):  # tensors, arrays and their scalars
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(item, f"{where}.{place}") for place, item in enumerate(value)]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is {value}: return None for a run that diverged")
        return float(f"{value:.6g}")
    if value is None or isinstance(value, bool | int | str):
        return value
    raise ValueError(f"{where} is a {type(value).__name__}, which is no plain number")
