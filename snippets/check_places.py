"""Sequences: does each place of the input act on the answer, and does a gradient
come back from it?"""

# --8<-- [start:imports]
from contextlib import suppress

import torch

# --8<-- [end:imports]
from snippets.check_model import answers, changed
from snippets.parts import parts_of

# --8<-- [start:code]

PLACES = {  # check: (question, least, most, verdict outside, where to look)
    "mute": ("Share of changed tokens without effect", 0, 0.35, "look",
        "a mask the wrong way round (True: ignored, in PyTorch)"),
    "cut": ("Places that act, but have no gradient", 0, 0, "fault",
        "detach() between the steps; .data; argmax"),
}  # fmt: skip


def felt(net, x, parts, k, place, token):
    """Does a gradient come back from there? For a token: to its row of a table."""
    part, floats = parts[k].clone(), parts[k].is_floating_point()
    if not floats:  # let it be the only place of this token
        part[part == token] = part[part != token][0]
        part[:, place] = token
    part.requires_grad_(floats)
    net.zero_grad()
    out = answers(net, x, [*parts[:k], part, *parts[k + 1 :]])
    (out * torch.randn_like(out)).sum().backward()
    if floats:
        return part.grad[:, place].any()
    tables = [m.weight for m in net.modules() if isinstance(m, torch.nn.Embedding)]
    known = [w.grad for w in tables if w.requires_grad and token < len(w)]
    return not known or any(g is not None and g[token].any() for g in known)


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
                acts = changed(net, x, [*parts[:k], new, *parts[k + 1 :]])[rows]
                mute += [] if floats else (~acts).tolist()
                for i in rows[acts][:1]:
                    seen = (felt(net, x, parts, k, t, p[i, t]) for p in (old, new))
                    cut.append(not any(seen))
    found = {"cut": sum(cut)} if cut else {}
    return found | ({"mute": sum(mute) / len(mute)} if mute else {})
