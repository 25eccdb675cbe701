"""The inputs of a batch: a tensor, a tuple or list for net(*x), or a dict for
net(**x)."""

from collections.abc import Mapping


def parts_of(x):
    """The tensors of x, in order."""
    if isinstance(x, Mapping):
        return [*x.values()]
    return [*x] if type(x) in (tuple, list) else [x]


def with_parts(x, parts):
    """These tensors in the place of those of x."""
    if isinstance(x, Mapping):
        return dict(zip(x, parts, strict=True))
    return tuple(parts) if type(x) in (tuple, list) else parts[0]


def take(x, rows):
    """These examples of a batch."""
    return with_parts(x, [part[rows] for part in parts_of(x)])


def call(net, x):
    """The network's outputs."""
    return net(**x) if isinstance(x, Mapping) else net(*parts_of(x))
