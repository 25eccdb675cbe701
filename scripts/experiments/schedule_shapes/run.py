"""What do the learning-rate schedules look like, and are they PyTorch's?

Each is drawn from the code that the page shows, and compared with PyTorch's own scheduler of that name, where there is
one. There is no chance in it.
"""

import torch
from torch.optim.lr_scheduler import (
    ChainedScheduler,
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    SequentialLR,
    StepLR,
)

from snippets import schedules


def run(device, *, steps=1000, warmup=100, every=250, halving=150, end=0.1, scale=40, cooldown=0.2):
    ours = {
        "step": schedules.steps(every),
        "exponential": schedules.exponential(halving),
        "cosine to zero": schedules.cosine(steps),
        "cosine to a tenth": schedules.cosine(steps, end),
        "linear to zero": schedules.linear(steps),
        "inverse square root": schedules.inverse_root(scale),
        "stable, then down": schedules.stable(steps, cooldown),
    }
    whole = steps - round(cooldown * steps)

    def cooled(optimizer):
        parts = ConstantLR(optimizer, 1.0), LinearLR(optimizer, 1.0, 0.0, total_iters=steps - whole)
        return SequentialLR(optimizer, [*parts], milestones=[whole])

    torchs = {
        "step": lambda optimizer: StepLR(optimizer, every, gamma=0.1),
        "exponential": lambda optimizer: ExponentialLR(optimizer, 0.5 ** (1 / halving)),
        "cosine to zero": lambda optimizer: CosineAnnealingLR(optimizer, steps),
        "cosine to a tenth": lambda optimizer: CosineAnnealingLR(optimizer, steps, eta_min=end),
        "linear to zero": lambda optimizer: LinearLR(optimizer, 1.0, 0.0, total_iters=steps),
        "stable, then down": cooled,
    }
    drawn = {name: rates(lambda optimizer, own=own: LambdaLR(optimizer, own), steps) for name, own in ours.items()}
    errors = {name: apart(drawn[name], rates(torchs[name], steps)) for name in torchs}

    def warmed(optimizer):
        up = LinearLR(optimizer, 1 / warmup, 1.0, total_iters=warmup - 1)
        return ChainedScheduler([up, CosineAnnealingLR(optimizer, steps)])

    lifted = {name: [schedules.warmed(own, warmup)(t) for t in range(steps)] for name, own in ours.items()}
    errors["warm-up and cosine"] = apart(lifted["cosine to zero"], rates(warmed, steps))
    return {
        "factors": drawn,
        "warmed": lifted,
        "errors": errors,  # the largest difference from torch's rates
        "mean": {name: sum(values) / steps for name, values in drawn.items()},
    }


def rates(scheduler, steps):
    """The rate of each update, where the first is 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1.0)
    schedule, found = scheduler(optimizer), []
    for _ in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


def apart(left, right):
    return max(abs(a - b) for a, b in zip(left, right, strict=True))
