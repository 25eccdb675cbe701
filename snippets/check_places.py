"""Sequences: does each place of the input act on the answer, and does a gradient
come back from it?"""

# --8<-- [start:imports]
from contextlib import suppress

import torch

# --8<-- [end:imports]
from snippets.check_model import changed
from snippets.comes_back import comes_back, put_in
from snippets.parts import parts_of

# --8<-- [start:code]

PLACES = {  # check: (question, least, most, verdict outside, where to look)
    "mute": ("Share of changed tokens without effect", 0, 0.35, "look",
        "a mask the wrong way round (True: ignored, in PyTorch)"),
    "cut": ("Places that act, but have no gradient", 0, 0, "fault",
        "detach() between the steps; .data; argmax"),
}  # fmt: skip


def check_places(start, x, y, seed=0, steps=5, most=32):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}

    For inputs (n, places, ...), and tokens (n, places); others are not judged.
    """
    parts, cut, mute = parts_of(x), [], []
    with torch.random.fork_rng(), suppress(RuntimeError):
        torch.manual_seed(seed)
        net, step = start()
        for _ in range(steps):
            step(x, y)
        net.eval()
        for k, old in enumerate(parts):
            floats = old.is_floating_point()
            for t in range(
                min(old.shape[1], most) if old.dim() > 1 + floats else 0
            ):
                new = old.clone()
                new[:, t] = old[:, t].roll(1, 0)
                rows = (new != old).flatten(1).any(1).nonzero()[:, 0]
                acts = changed(net, x, put_in(x, k, new))[rows]
                mute += [] if floats else (~acts).tolist()
                if acts.any():
                    back = comes_back(net, x, k, t, old, new)
                    if back is False:  # with these it may be out of reach
                        back = comes_back(net, x, k, t, new, old)
                    cut += [] if back is None else [not back]
    found = {"cut": sum(cut)} if cut else {}
    return found | ({"mute": sum(mute) / len(mute)} if mute else {})
