"""Is a column of the inputs another one in the held-out data? Does it hold a
placeholder?"""

import torch

COLUMNS = {  # check: (question, least, most, verdict outside, where to look)
    "shift": ("Held-out mean of a column, in deviations", 0, 0.5, "look",
        "other scaling; a trend; a column filled in one part only"),
    "far": ("Columns with one far value many times", 0, 0, "look",
        "-999 for what is missing: fill it, then standardize"),
}  # fmt: skip


def is_far(column, end):
    """Is this end taken often, and farther off than all others are apart?"""
    others = column[column != end]
    if len(column) - len(others) < 3 or len(others.unique()) < 10:
        return False
    gap = (others - end).abs().min()
    return bool(gap > others.max() - others.min())


def check_columns(x, new_x):
    """Training and held-out inputs (n, ...), as numbers. -> {check: number}

    Not judged: tokens. A shift counts if it is beyond six standard errors.
    """
    if not x.is_floating_point():
        return {}
    x, new_x = x.flatten(1), new_x.flatten(1)
    moved, spread = (new_x.mean(0) - x.mean(0)).abs(), x.std(0)
    error = (x.var(0) / len(x) + new_x.var(0) / len(new_x)).sqrt()
    sure = torch.where(moved > 6 * error, moved / (spread + 1e-12), 0)
    ends = [(c, c.min(), c.max()) for c in x.T]
    far = [is_far(c, low) or is_far(c, high) for c, low, high in ends]
    return {"shift": sure.max().item(), "far": sum(far)}
