"""A curve of losses: as a list of numbers, without its noise, and what it does."""

import math
from itertools import pairwise
from statistics import median


def as_float(loss, name):
    """A plain number, of a tensor with a gradient too. Raises ValueError."""
    try:
        return float(loss.item() if hasattr(loss, "item") else loss)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"{name}: a number, please, not {loss!r:.40}") from None


def as_floats(losses, name):
    """A list of numbers, from a list, an array or a tensor. Raises ValueError."""
    if isinstance(losses, str) or not hasattr(losses, "__len__"):
        raise ValueError(f"{name}: a list of numbers, please; see read_losses")
    if not len(losses):
        raise ValueError(f"{name} is empty: note the loss after every epoch")
    return [as_float(loss, f"{name}, a list of numbers") for loss in losses]


def in_parts(losses, least=10):
    """Medians of so many equal parts, or up to twice as many: noise counts less."""
    n, size = len(losses), max(1, len(losses) // least)
    return [median(losses[i : i + size]) for i in range(n % size, n, size)]


def end_of(losses):
    """Where a curve ends; a last value that jumps up is a spike."""
    curve = in_parts(losses)
    return min(curve[-1], median(curve[-3:]))


def rise_of(first, losses, much):
    """How far it goes up again. One rise is a spike, unless it is above `much`."""
    curve = in_parts(losses, 5) if len(losses) > 9 else losses
    moves = sorted(after - before for before, after in pairwise([first, *curve]))
    jump = max(losses) - first
    again = jump if jump > much else moves[-2:][0]
    return max(again, end_of(losses) - min(curve), 0)


def pace_of(losses, little):
    """Its last falls over its usual ones; True if they are too small to tell."""
    falls = [before - after for before, after in pairwise(in_parts(losses))]
    last, usual = min(falls[-2:], default=0), median(falls or [0])
    if len(falls) < 2 or min(falls) <= 0:  # short or noisy: a steep end counts
        usual = max(usual, 50 * little) if last > 50 * little else 0
    return last / usual if usual > little else True


def off_zero(least, guess, zeros):
    """How many guesses are left, where targets far from zero may be the reason."""
    classes = math.exp(zeros) if zeros and zeros < 7 else 0.5  # of a cross-entropy
    numbers = zeros and abs(classes - round(classes)) > 1e-2 * classes
    return least / guess if numbers and zeros > 2 * guess else 0
