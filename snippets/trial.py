"""Does your own update learn? Twenty steps on one batch, and the same batch in
evaluation mode."""

# --8<-- [start:imports]
import torch

# --8<-- [end:imports]
from snippets.parts import call

# --8<-- [start:code]

TRIAL = {  # check: (question, least, most, verdict outside, where to look)
    "gradients": ("First step with a gradient not finite", 0, 0, "fault",
        "sqrt or norm at zero; a rate too large"),
    "stale": ("Gradient over that of its own batch", 0, 3, "fault",
        "zero_grad() is missing; undivided accumulation; strong dropout"),
    "twenty": ("Loss after twenty steps over the first", 0, 0.97, "look",
        "rate too small or large; clip, eps, decay, scores divided"),
    "peak": ("Highest of these losses over the first", 0, 1.5, "look",
        "learning rate too large"),
    "evaluation": ("Rise of the loss in evaluation mode", -1e9, 0.2, "fault",
        "batch norm's running statistics"),
    "mode": ("Does an update train in training mode?", 1, 1, "look",
        "net.train() after each net.eval()"),
    "twice": ("Do two evaluations agree?", 1, 1, "fault",
        "dropout that eval() does not reach: F.dropout"),
}  # fmt: skip


def size(grads):
    return sum(g.norm().item() ** 2 for g in grads if g is not None) ** 0.5


def trial(start, loss, x, y, seed=0, steps=100):
    """start() -> a fresh (network, step); step(x, y) is your own update.
    -> {check: number}"""

    def value(training):
        with torch.no_grad():
            return loss(call(net.train(training), x), y).item()

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, step = start()
        free = [p for p in net.parameters() if p.requires_grad]
        path, found = [value(True)], {"gradients": 0}
        for number in range(1, steps + 1):
            if number == 6:  # five steps are behind: is their gradient still there?
                left = size(p.grad for p in free)
                now = loss(call(net.train(), x), y)
                own = size(torch.autograd.grad(now, free, allow_unused=True))
                if max(path) <= 1.5 * abs(path[0]):  # else it has itself grown
                    found["stale"] = left / (own + 1e-12)
            step(x, y)
            path += [value(True)] if number <= 20 else []
            # zero times what is not finite is NaN
            bad = any(p.grad is not None and (0 * p.grad).any() for p in free)
            found["gradients"] = found["gradients"] or number * bad
        first = abs(path[0]) or 1e-9
        found |= {"twenty": path[-1] / first, "peak": max(path) / first}
        found["evaluation"] = (value(False) - value(True)) / first
        with torch.no_grad():
            one, two = call(net.eval(), x), call(net, x)
            found["twice"] = float(((one == two) | one.isnan()).all())
        step(x, y)  # after an evaluation, as in a loop that has forgotten train()
        modules = torch.nn.modules
        kinds = modules.batchnorm._NormBase, modules.dropout._DropoutNd
        if any(isinstance(module, kinds) for module in net.modules()):
            found["mode"] = float(net.training)
    return found
