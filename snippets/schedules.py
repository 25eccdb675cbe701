"""Learning-rate schedules: the factor on the first, largest rate at step t.

Each function returns one for torch.optim.lr_scheduler.LambdaLR(optimizer, ...).
"""

from math import cos, pi


def _check(good, words):
    if not good:
        raise ValueError(words)


def steps(every, factor=0.1):
    """Times `factor` after every so many steps."""
    _check(every >= 1 and 0 < factor <= 1, "every: 1 or more; factor: 0 to 1")
    return lambda t: factor ** (t // every)


def exponential(halving):
    """Half as large after every `halving` steps, smoothly."""
    _check(halving > 0, "halving: a number of steps above 0")
    return lambda t: 0.5 ** (t / halving)


def cosine(total, end=0.0):
    """From 1 to `end` in `total` steps along half a wave, then stays there."""
    _check(total >= 1 and 0 <= end <= 1, "total: 1 or more; end: 0 to 1")
    return lambda t: end + (1 - end) * (1 + cos(pi * min(t / total, 1))) / 2


def linear(total, end=0.0):
    """From 1 to `end` in `total` steps along a line, then stays there."""
    _check(total >= 1 and 0 <= end <= 1, "total: 1 or more; end: 0 to 1")
    return lambda t: 1 - (1 - end) * min(t / total, 1)


def inverse_root(scale):
    """1/√(1 + t/scale): never ends, so it needs no number of steps."""
    _check(scale > 0, "scale: a number of steps above 0")
    return lambda t: (1 + t / scale) ** -0.5


def stable(total, cooldown=0.2):
    """Stays at 1, then falls to 0 along a line in the last share `cooldown`.

    With warmed() around it: warm-up, stable, decay (Hägele et al., 2024).
    """
    _check(total >= 1 and 0 < cooldown <= 1, "total: 1 or more; cooldown: 0 to 1")
    return lambda t: min(1, max(1 - t / total, 0) / cooldown)


def warmed(schedule, warmup):
    """A line up to 1 in the first `warmup` steps, times the schedule."""
    _check(warmup >= 1, "warmup: a number of steps, 1 or more")
    return lambda t: min((t + 1) / warmup, 1) * schedule(t)
