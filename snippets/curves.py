"""A curve of losses: as a list of numbers, without its noise, and where it ends."""

from statistics import median


def as_float(loss):
    """A plain number, of a tensor with a gradient too."""
    return float(loss.item() if hasattr(loss, "item") else loss)


def as_floats(losses, name):
    """A list of numbers, from a list, an array or a tensor. Raises ValueError."""
    try:
        values = [as_float(loss) for loss in losses]
    except (TypeError, ValueError, RuntimeError):
        message = f"{name}: a list of numbers, please; see read_losses"
        raise ValueError(message) from None
    if not values:
        raise ValueError(f"{name} is empty: note the loss after every epoch")
    return values


def in_tenths(losses):
    """Medians of ten to nineteen equal parts: noise counts little."""
    n, size = len(losses), max(1, len(losses) // 10)
    return [median(losses[i : i + size]) for i in range(n % size, n, size)]


def end_of(losses):
    """Where a curve ends; a last value that jumps up is a spike."""
    curve = in_tenths(losses)
    return min(curve[-1], median(curve[-3:]))
