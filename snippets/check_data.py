"""Are the data what you think? Training and held-out examples, before any
training."""

import torch

DATA = {  # check: (question, least, most, verdict outside, where to look)
    "finite": ("Numbers that are not finite", 0, 0, "fault",
        "missing values; a division by zero"),
    "scale": ("Typical size of an input", 0.03, 20, "look",
        "divide by it, or standardize"),
    "targets": ("Typical size of a target", 0.03, 20, "look",
        "standardize the targets too"),
    "majority": ("Share of the most frequent class", 0, 0.75, "look",
        "compare with its constant's loss"),
    "order": ("Neighbours in the file alike, over chance", 0, 1.5, "look",
        "sorted: shuffle, before you split too"),
    "unseen": ("Held-out classes that training lacks", 0, 0, "fault",
        "a file sorted by class and split in two"),
    "spread": ("Held-out spread over training's", 0.67, 1.5, "look",
        "other scaling; other data"),
    "kin": ("Nearest neighbour's label right, over chance", 1.3, 1e9, "look",
        "labels out of step with inputs"),
    "near": ("Nearest neighbour's target off, over chance", 0, 0.95, "look",
        "targets out of step with inputs; many useless inputs"),
    "kin_new": ("The same held out, over that in training", 0.5, 1.3, "look",
        "other classes or numbers; other inputs; wrong training labels"),
    "twins": ("Share of held-out inputs seen in training", 0, 0.01, "look",
        "a leak: the same example twice"),
}  # fmt: skip


def check_data(x, y, new_x, new_y, most=1000):
    """Training inputs (n, ...), targets (n, ...), and held-out ones; classes and
    tokens are integers. -> {check: number}"""
    flat, new = x.flatten(1).float()[:most], new_x.flatten(1).float()[:most]
    y, new_y, tokens = y[:most], new_y[:most], x.dtype in (torch.int32, torch.int64)
    bad = sum((~part.isfinite()).sum().item() for part in (flat, new, y, new_y))
    if bad:
        return {"finite": bad}
    nearest, between = torch.cdist(new, flat), torch.cdist(flat, flat)
    twins = (nearest.min(1).values < 1e-6).float().mean().item()
    kin = between.fill_diagonal_(torch.inf).argmin(1)
    found = {"finite": 0, "twins": twins}
    if not tokens:
        found["scale"] = flat.square().mean().sqrt().item()
        found["spread"] = new.std().item() / (flat.std().item() + 1e-12)
    if y.is_floating_point():
        off, chance = (
            (y[kin] - y).square().mean(),
            2 * y.var(0, correction=0).mean(),
        )
        near = (
            {}
            if tokens or torch.equal(flat, y)
            else {"near": (off / (chance + 1e-12)).item()}
        )
        return found | near | {"targets": y.square().mean().sqrt().item()}
    shares = y.unique(return_counts=True)[1] / y.numel()
    chance = shares.square().sum().item()
    found["majority"] = shares.max().item()
    found["unseen"] = len({*new_y.flatten().tolist()} - {*y.flatten().tolist()})
    if y.dim() > 1 or tokens:
        return found  # a class for each place; numbers that are names
    found["order"] = (y[1:] == y[:-1]).float().mean().item() / chance
    found["kin"] = (y[kin] == y).float().mean().item() / chance
    if found["kin"] > DATA["kin"][1]:
        held = (y[nearest.argmin(1)] == new_y).float().mean().item() / chance
        found["kin_new"] = held / found["kin"]
    return found
