"""Does a gradient come back from a place of the input?"""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.check_model import rows_out
from snippets.parts import parts_of

# --8<-- [start:code]


def put_in(x, k, part):
    """The parts of x, with this one as the k-th."""
    return [part if number == k else p for number, p in enumerate(parts_of(x))]


def looked_up(net, x, parts):
    """[(what an embedding is given, its vectors)], for each of its calls; the
    outputs."""
    calls = []

    def heard(_, given, vectors):
        calls.extend((g, vectors) for g in given[:1])

    tables = [m for m in net.modules() if isinstance(m, torch.nn.Embedding)]
    hooks = [table.register_forward_hook(heard) for table in tables]
    out = rows_out(net, x, parts)
    for hook in hooks:
        hook.remove()
    return calls, out


def comes_back(net, x, k, place, one, other):
    """Whether it comes to this place of the k-th part; tokens (n, places) differ in
    one and other there alone, and their vectors are asked. None: no table has them.
    """
    if one.is_floating_point():
        leaf = one.clone().requires_grad_()
        ends = [(leaf, (slice(None), place))]
        out = rows_out(net, x, put_in(x, k, leaf.clone()))  # it may write into it
    else:
        calls, out = looked_up(net, x, put_in(x, k, one))
        others, _ = looked_up(net, x, put_in(x, k, other))
        pairs = [(v, a, b) for (a, v), (b, _) in zip(calls, others)]
        ends = [(v, a != b) for v, a, b in pairs if a.shape == b.shape]
        ends = [(v, moved) for v, moved in ends if v.requires_grad and moved.any()]
    if not ends:
        return None
    total = (out * torch.randn_like(out)).sum()
    with torch.backends.cudnn.flags(enabled=False):  # it refuses this for an LSTM
        found = torch.autograd.grad(total, [v for v, _ in ends], allow_unused=True)
    return any(g is not None and g[at].any() for g, (_, at) in zip(found, ends))
