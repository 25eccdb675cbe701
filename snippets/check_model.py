"""Does the model use its batch as it should, in evaluation mode? (After two
checks of torchtest2, G. Gwardys, 2026.)"""

# --8<-- [start:imports]
from contextlib import suppress

import torch

# --8<-- [end:imports]
from snippets.parts import call, parts_of, with_parts

# --8<-- [start:code]

MODEL = {  # check: (question, least, most, verdict outside, where to look)
    "alone": ("Examples that another example changes", 0, 0, "fault",
        "batch_first; view for transpose; a wrong dim; std(0), mean(0)"),
    "ignored": ("Inputs without influence", 0, 0, "look",
        "a wrong slice; a variable used twice; dead units"),
}  # fmt: skip


def rows_out(net, x, parts):
    """Outputs for these parts of x, a row for each example; chance is the same."""
    torch.manual_seed(0)
    out = call(net, with_parts(x, parts))
    return out.reshape(len(parts[0]), -1)  # it may have a row for each word


def changed(net, x, parts):
    """Which examples have other outputs with these parts."""
    with torch.no_grad():
        before, after = rows_out(net, x, parts_of(x)), rows_out(net, x, parts)
    if not before.isfinite().all():
        raise RuntimeError("nothing can be seen to change")
    return (before - after).abs().amax(1) > 1e-5 * before.abs().mean()


def silent(net, x):
    """For each part of x, where no example has a gradient; integers have none."""
    parts = [p.detach().clone() for p in parts_of(x)]
    leaves = [p.requires_grad_() if p.is_floating_point() else p for p in parts]
    with torch.backends.cudnn.flags(enabled=False):  # it refuses this for an LSTM
        out = rows_out(net, x, [p.clone() for p in leaves])
        if out.requires_grad:
            (out * torch.randn_like(out)).sum().backward()
    return [~(0 * p if p.grad is None else p.grad).bool().any(0) for p in leaves]


def check_model(start, x, y, seed=0, steps=5):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}

    Not judged: a network that refuses examples in another order; constant inputs.
    """
    parts, found = parts_of(x), {}
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, step = start()
        for _ in range(steps):  # what is zero at first has no influence yet
            step(x, y)
        net.eval()
        new = [i for i in range(len(y)) if any((p[i] != p[0]).any() for p in parts)]
        with suppress(RuntimeError):
            swapped = [torch.cat([p[new[:1] or [0]], p[1:]]) for p in parts]
            found["alone"] = changed(net, x, swapped)[1:].sum().item()
            counts = []
            for k, (part, quiet) in enumerate(zip(parts, silent(net, x))):
                asked = quiet & (part != part[:1]).any(0)
                rolled = torch.where(asked, part.roll(1, 0), part)
                acts = changed(net, x, [*parts[:k], rolled, *parts[k + 1 :]]).any()
                counts.append(0 if acts else asked.sum().item())
            found["ignored"] = sum(counts)
    return found
