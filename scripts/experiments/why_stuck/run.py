"""Does `why_stuck` name why a run stands, and does what it advises help?

Small networks get stuck on purpose: one cause is planted in each. Then the snippet is asked where the run stands, and
every remedy is tried from there. A planted cause counts as true if its own remedy helps. The limits of the snippet were
set on four tasks; here it is tried on four others.
"""

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.experiments.why_stuck.fit import DIVERGED, alone, descend, ends, start
from scripts.experiments.why_stuck.tasks import TASKS, classes_apart
from snippets.causes import ADVICE
from snippets.ensemble import batches
from snippets.why_stuck import why_stuck

CAUSES = "plateau", "edge", "noise floor", "rate too small"
SOUND, NO_NUMBER = "none of these", "not a number"
SETTINGS = {
    "three tasks of the limits": {"tasks": ("digit_classes", "signal_classes", "teacher"), "repeats": 10},
    "one hidden layer of 64": {"tasks": ("waves", "friedman"), "hidden": (64,), "repeats": 10},
    "three hidden layers of 32": {"tasks": ("waves", "friedman"), "hidden": (32, 32, 32), "repeats": 10},
}
OFFSET = 4.0  # of inputs that nobody standardized, in their standard deviations
ADAM = 0.003  # what the edge's remedy changes to


def plants(steps, plateau_steps, rate, batch_size):
    """{name: the cause, the optimizer, its rate, batch size or None for all, scale of the start, steps, offset}"""
    few = batch_size // 4
    return {
        "small start, SGD": ("plateau", "SGD", rate, batch_size, 0.15, plateau_steps, 0),
        "small start, momentum": ("plateau", "momentum", rate / 10, batch_size, 0.15, plateau_steps, 0),
        "small start, full batch": ("plateau", "SGD", rate, None, 0.15, plateau_steps, 0),
        "raw inputs, full batch": ("edge", "SGD", rate / 4, None, 1, steps, OFFSET),
        "raw inputs, batches": ("edge", "SGD", rate / 4, 4 * batch_size, 1, steps, OFFSET),
        "small batches, SGD": ("noise floor", "SGD", 2 * rate, few, 1, steps, 0),
        "small batches, momentum": ("noise floor", "momentum", rate / 5, few, 1, steps, 0),
        "small batches, Adam": ("noise floor", "Adam", 0.03, few, 1, steps, 0),
        "small rate, SGD": ("rate too small", "SGD", rate / 60, batch_size, 1, steps, 0),
        "small rate, momentum": ("rate too small", "momentum", rate / 600, batch_size, 1, steps, 0),
        "small rate, Adam": ("rate too small", "Adam", 0.00005, batch_size, 1, steps, 0),
        "sound, SGD": (SOUND, "SGD", rate, batch_size, 1, steps // 3, 0),
        "sound, momentum": (SOUND, "momentum", rate / 10, batch_size, 1, steps // 3, 0),
    }


def mean_loss(loss):
    if loss is classes_apart:
        return cross_entropy
    return lambda outputs, labels: (outputs - labels).square().sum(-1).mean()


def remedied(parameters, x, y, loss, rates, rule, order, anew):
    """{cause: the losses (E,) after its remedy and as many steps again}; SOUND: going on as before."""
    size = len(x)
    if rule == "Adam":
        starts = {cause: ([p.detach().clone().requires_grad_() for p in parameters], rates) for cause in ADVICE}
        starts["plateau"] = anew, rates
        starts["rate too small"], starts["noise floor"] = (
            (starts[cause][0], rates * by) for cause, by in (("rate too small", 10), ("noise floor", 0.1))
        )
        found = {}
        for cause, (own, rate) in starts.items():
            if cause != "edge":
                descend(own, x, y, loss, order, rate, rule)
                found[cause] = ends(own, x, y, loss)
        return found | {"edge": found[SOUND]}  # it is Adam already
    four = [
        torch.cat([now.detach()] * 3 + [new.detach()]).requires_grad_()
        for now, new in zip(parameters, anew, strict=True)
    ]
    x4, y4 = (torch.cat([part] * 4) for part in (x, y))
    descend(four, x4, y4, loss, torch.cat([order] * 4, 1), torch.cat([rates, 10 * rates, rates / 10, rates]), rule)
    found = dict(
        zip((SOUND, "rate too small", "noise floor", "plateau"), ends(four, x4, y4, loss).split(size), strict=True)
    )
    adam = [p.detach().clone().requires_grad_() for p in parameters]
    descend(adam, x, y, loss, order, torch.full_like(rates, ADAM), "Adam")
    return found | {"edge": ends(adam, x, y, loss)}


def run(
    device, seed, *, tasks=("waves", "friedman", "tumors", "diabetes"), repeats=6, steps=200, plateau_steps=40,
    examples=160, hidden=(32, 32), batch_size=16, looks=16, rate_of_classes=0.2, rate_of_numbers=0.1, helps=1.1,
):  # fmt: skip
    runs = []
    for number, name in enumerate(tasks):
        classes = TASKS[name](9, [generator(seed, 0)])[3] is classes_apart
        kinds = plants(steps, plateau_steps, rate_of_classes if classes else rate_of_numbers, batch_size)
        for place, (plant, (cause, rule, rate, size, scale, before, offset)) in enumerate(kinds.items()):
            chance = [[generator(seed, number, place, repeat, k) for repeat in range(repeats)] for k in range(5)]
            x, y, outputs, loss = TASKS[name](examples, chance[0])
            x, y = (x + offset).to(device), y.to(device)
            sizes, rows, size = (x.shape[2], *hidden, outputs), [torch.arange(examples)] * repeats, size or examples
            parameters = start(sizes, chance[1], scale, device)
            rates = torch.full((repeats,), rate, device=device)
            optimizer = descend(parameters, x, y, loss, batches(rows, size, before, chance[2]), rates, rule)
            looked = batches(rows, size, 1 if size == examples else looks, chance[3])
            named = []
            for member in range(repeats):
                model, own = alone(parameters, optimizer, member, rate, rule)
                shown = [(x[member, part[member]], y[member, part[member]]) for part in looked]
                finite = ends(parameters, x, y, loss)[member] < DIVERGED
                named.append(why_stuck(model, mean_loss(loss), shown, own) if finite else (NO_NUMBER, {}))
            anew = start(sizes, chance[4], 1, device)
            after = remedied(parameters, x, y, loss, rates, rule, batches(rows, size, steps, chance[2]), anew)
            now = ends(parameters, x, y, loss)
            for member, (found, numbers) in enumerate(named):
                losses = {remedy: float(each[member]) for remedy, each in after.items()}
                true = found != NO_NUMBER and (cause == SOUND or losses[SOUND] > helps * losses[cause])
                runs.append({"task": name, "plant": plant, "cause": cause, "found": found, "true": true,
                             "loss": float(now[member]), "after": losses, **numbers})  # fmt: skip
    true = [each for each in runs if each["true"]]
    return {
        "runs": runs,
        "count": len(runs),
        "planted": {cause: sum(each["cause"] == cause for each in runs) for cause in (*CAUSES, SOUND)},
        "true": {cause: sum(each["cause"] == cause for each in true) for cause in (*CAUSES, SOUND)},
        "named": {
            cause: {found: sum(e["found"] == found for e in true if e["cause"] == cause) for found in ADVICE}
            for cause in (*CAUSES, SOUND)
        },
    }
