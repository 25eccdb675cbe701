"""Numbers as JSON holds them, or an error that names the one that it cannot hold."""

import math


def plain(value, where="result"):
    """`value` with tensors and arrays as lists and floats to six significant digits.

    Raises ValueError that names the place of a NaN, an infinity, or a value that is no number and no text.
    """
    if hasattr(value, "tolist"):  # tensors, arrays and their scalars
        value = value.tolist()
    if isinstance(value, dict):
        items = {str(key): plain(item, f"{where}.{key}") for key, item in value.items()}
        if len(items) < len(value):
            raise ValueError(f"{where} has keys that are the same as text, such as 1 and '1'")
        return items
    if isinstance(value, list | tuple | range):
        return [plain(item, f"{where}.{place}") for place, item in enumerate(value)]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is {value}: return None for a run that diverged")
        return float(f"{value:.6g}")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)  # a member of an enumeration is one too
    if isinstance(value, str):
        if not value.isascii() and value.encode(errors="ignore").decode() != value:
            raise ValueError(f"{where} is {value!a}, which cannot be written as UTF-8")
        return str.__str__(value)
    raise ValueError(f"{where} is a {type(value).__name__}, which is no plain number")
