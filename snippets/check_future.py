"""A model that predicts what comes next: does it see its own answer?"""

# --8<-- [start:imports]
from contextlib import suppress

import torch

# --8<-- [end:imports]
from snippets.parts import call

# --8<-- [start:code]

FUTURE = {  # check: (question, least, most, verdict outside, where to look)
    "future": ("Answers that change with what they predict", 0, 0, "fault",
        "the causal mask, is_causal=True; targets shifted by one"),
}  # fmt: skip


def check_future(start, x, y, seed=0):
    """start() -> a fresh (network, step). x, y: tokens (n, places), where y is x
    a place later; the outputs are (n, places, classes) or (n, classes, places).
    Others are not judged. -> {check: number}"""
    tokens = torch.is_tensor(x) and not x.is_floating_point() and x.dim() == 2
    if (
        not tokens
        or x.shape != y.shape
        or (x[:, 1:] != y[:, :-1]).float().mean() > 0.1
    ):
        return {}
    with torch.random.fork_rng(), torch.no_grad(), suppress(RuntimeError):
        torch.manual_seed(seed)
        net = start()[0].eval()
        other = x.clone()
        other[:, -1] = x[:, -1].roll(1)
        moved = (call(net, x) - call(net, other)).abs()
        seen = moved.amax(-1 if moved.shape[:2] == x.shape else 1)[:, :-1]
        return {"future": int((seen > 1e-5).sum())}
    return {}
