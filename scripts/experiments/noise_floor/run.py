"""The loss stands still in small batches, and the gradient is not small: what lets it fall?

Small networks learn MNIST-1D at one constant rate until their loss stands still. From there each goes on: as before,
with a tenth of the rate, or with ten times the batch. The mean of the weights on the way is judged too. The same on
handwritten digits, which these networks separate without an error.
"""

import math

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from scripts.evidence.squares import length
from snippets.curvature import extremes
from snippets.ensemble import batches, forward, init, train

LOOKS = 10  # at the full loss in each part of a run
EVERY = 5  # steps between two weights that are averaged
SETTINGS = {
    "η = 0.5": {"rate": 0.5, "repeats": 10},
    "batches of 16 at η = 0.5": {"batch_size": 16, "rate": 0.5, "repeats": 10},
    "two hidden layers": {"hidden": (32, 32), "rate": 0.5, "repeats": 10},
    "100 hidden units": {"hidden": (100,), "repeats": 10},
    "digits, a fifth of the labels wrong": {
        "data": "digits",
        "wrong": 0.2,
        "batch_size": 16,
        "rate": 0.5,
        "repeats": 10,
    },
}


def run(
    device,
    seed,
    *,
    repeats=20,
    data="MNIST-1D",
    wrong=0.0,  # share of labels drawn anew
    hidden=(32,),
    rate=1.0,
    batch_size=32,
    steps=3000,
    cut=0.1,
    larger=10,
    after_steps=400,
    soon_steps=50,
    digits_rate=0.5,
    digits_batch_size=16,
    digits_steps=2000,
    krylov=15,
):
    def of(name, wrong=0.0):
        x, y = (digits if name == "digits" else signals)(device)
        order = orders([generator(seed, repeat, 0) for repeat in range(repeats)], x)
        known = order[:, : 4 * len(x) // 5]
        if wrong:
            chance = generator(seed, 0, 3)
            drawn = torch.randint(CLASSES, y.shape, generator=chance).to(device)
            y = torch.where((torch.rand(y.shape, generator=chance) < wrong).to(device), drawn, y)
        return x, y, known, order[:, known.shape[1] :]

    how = {"cut": cut, "larger": larger, "after_steps": after_steps, "soon_steps": soon_steps, "krylov": krylov}
    main = floor(*of(data, wrong), seed, hidden, rate, batch_size, steps, **how)
    easy = floor(*of("digits"), seed, hidden, digits_rate, digits_batch_size, digits_steps, **how)
    places = [part * (count + 1) / LOOKS for part in (soon_steps, after_steps) for count in range(LOOKS)]
    return {
        "noisy": main,
        "easy": easy,
        "steps": {"noisy": steps, "easy": digits_steps},
        "after_places": [place + soon_steps * (count >= LOOKS) for count, place in enumerate(places)],
        "larger_steps": (soon_steps + after_steps) // larger,
        "guess": math.log(CLASSES),
    }


def floor(x, y, known, new, seed, hidden, rate, size, steps, *, cut, larger, after_steps, soon_steps, krylov):
    repeats = len(known)
    own = [generator(seed, repeat, 1) for repeat in range(repeats)]
    parameters = init((x.shape[1], *hidden, CLASSES), own, x.device)
    inside, outside = x[known], y[known]

    def loss(tensors):
        return cross_entropy(forward(tensors, inside).mT, outside, reduction="none").mean(1)

    def judged(tensors):
        """The loss on all training examples and its gradient's norm."""
        tensors = [part.detach().requires_grad_() for part in tensors]
        value = loss(tensors)
        return value.detach(), length(torch.autograd.grad(value.sum(), tensors))

    def go_on(parameters, rate, size, steps, chance):
        """SGD in place; losses and norms at some LOOKS places on the way (places, repeats), and the mean weights."""
        optimizer = torch.optim.SGD(parameters, rate, fused=True)
        total, seen, parts = [torch.zeros_like(part) for part in parameters], [], 0
        for order in batches(known, size, steps, chance).split(max(1, steps // LOOKS)):
            for few in order.split(EVERY):
                train(parameters, x, y, few, optimizer)
                parts += 1
                for part, now in zip(total, parameters, strict=True):
                    part += now.detach()
            seen.append(judged(parameters))
        return *(torch.stack(each) for each in zip(*seen, strict=True)), [part / parts for part in total]

    _first, first_norm = judged(parameters)
    parts = [go_on(parameters, rate, size, steps // 4, own) for _ in range(4)]
    top = extremes(loss, [part.detach() for part in parameters], krylov)[0][:, 1]
    arms = {"kept": (rate, size), "cut": (cut * rate, size), "larger": (rate, larger * size)}
    found, curves, norm_curves, accuracy = {}, {}, {}, {}
    before, before_norm = torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])
    for name, (at, of) in arms.items():
        chance = [generator(seed, repeat, 2) for repeat in range(repeats)]
        tensors = [part.detach().clone().requires_grad_() for part in parameters]
        made = after_steps if name != "larger" else after_steps // larger
        soon, soon_norms, _ = go_on(tensors, at, of, soon_steps if name != "larger" else soon_steps // larger, chance)
        losses, norms, averaged = go_on(tensors, at, of, made, chance)
        found[name] = {"soon": soon[-1].tolist(), "loss": losses[-1].tolist(), "norm": norms[-1].tolist()}
        curves[name] = torch.cat([soon, losses])[:, 0].tolist()
        norm_curves[name] = (torch.cat([soon_norms, norms]) / first_norm)[:, 0].tolist()
        accuracy[name] = right(tensors, x[new], y[new])
        if name == "kept":
            found["averaged"] = {"loss": judged(averaged)[0].tolist()}
            accuracy["averaged"] = right(averaged, x[new], y[new])
    return {
        "rate": rate,
        "batch_size": size,
        "quarters": [part[0].mean(0).tolist() for part in parts],
        "norm": parts[-1][1].mean(0).tolist(),
        "first_norm": first_norm.tolist(),
        "sharpness": (top * rate / 2).tolist(),
        "arms": found,
        "accuracy": accuracy,
        "curve": before[:, 0].tolist(),
        "norm_curve": (before_norm / first_norm)[:, 0].tolist(),
        "after": curves,
        "after_norms": norm_curves,
        "mean": {
            "loss": parts[-1][0].mean().item(),
            "share_of_start": (parts[-1][1].mean(0) / first_norm).mean().item(),
            "sharpness": (top * rate / 2).mean().item(),
            **{f"{name}_loss": sum(arm["loss"]) / repeats for name, arm in found.items()},
            **{f"{name}_soon": sum(arm["soon"]) / repeats for name, arm in found.items() if "soon" in arm},
            **{f"{name}_accuracy": sum(values) / repeats for name, values in accuracy.items()},
        },
    }


def right(parameters, x, y):
    with torch.no_grad():
        return (100 * (forward(parameters, x).argmax(2) == y).double().mean(1)).tolist()
