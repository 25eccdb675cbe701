"""Can your program be checked at all? If not, a sentence that says what to mend,
before anything else runs."""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.parts import call, parts_of

# --8<-- [start:code]

NEEDED = {  # what: the sentence, where it is missing
    "one": "one example is no batch: give 32 or so, drawn at random",
    "pairs": "{} inputs, {} targets: an example is a row of each, x[i] and y[i]",
    "start": "start() must end with `return net, step`, your own update of a batch",
    "fresh": "start() must make a new network each time, or copy.deepcopy one",
    "device": "the network is on {}, the batch on {}: move one of them with .to()",
    "tensor": "the network returns a {}: return the tensor that the loss takes",
    "rows": "outputs have {} rows for {} examples: flatten in the loss",
    "loss": "the loss refuses outputs {} {}, targets {} {}: {} It says: {}",
    "floats": "Classes: y.long().",
    "integers": "Numbers: y.float().",
    "number": "the loss returns a {}: return the tensor, not .item() or float()",
    "mean": "the loss has shape {}: take its mean",
    "gradient": "there is no gradient: remove detach(), .data, no_grad(), numpy",
    "step": "step(x, y) neither moves the network of its start(), nor gives it a "
    "gradient: is the loss made anew, by argmax, torch.tensor(), .item()?",
}


def need(fine, what, *more):
    if not fine:
        raise ValueError(NEEDED[what].format(*more))


def made(start):
    found = start()
    need(type(found) is tuple and len(found) == 2 and callable(found[1]), "start")
    return found


def check_loss_itself(loss, out, y):
    try:
        value = loss(out, y)
    except (RuntimeError, IndexError, TypeError, ValueError) as e:
        mend = NEEDED["floats" if y.is_floating_point() else "integers"]
        need(False, "loss", (*out.shape,), out.dtype, (*y.shape,), y.dtype, mend, e)
    need(torch.is_tensor(value), "number", type(value).__name__)
    need(value.numel() == 1, "mean", (*value.shape,))
    need(value.requires_grad, "gradient")


def check_input(start, loss, x, y):
    """start() -> a fresh (network, step); step(x, y) is your own update.

    Raises ValueError, with the mend, for what the checks cannot use. It changes
    nothing of yours.
    """
    parts = parts_of(x)
    need(y.dim() > 0 and len(y) > 1, "one")
    for part in parts:
        count = part.shape[:1].numel()
        need(count == len(y), "pairs", count, len(y))
    with torch.random.fork_rng():
        (net, step), (other, _) = made(start), made(start)
        free = {p: p.detach().clone() for p in net.parameters() if p.requires_grad}
        need(net is not other and not {*free} & {*other.parameters()}, "fresh")
        for part in (*parts, y):
            place = next(net.parameters(), part).device
            need(part.device == place, "device", place, part.device)
        out = call(net, x)
        need(torch.is_tensor(out), "tensor", type(out).__name__)
        need(len(out) == len(y), "rows", len(out), len(y))
        check_loss_itself(loss, out, y)
        seen = []
        for p in free:
            p.register_hook(seen.append)
        step(x, y)
        moved = any(not torch.equal(p, before) for p, before in free.items())
        need(moved or seen, "step")
