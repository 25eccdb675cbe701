"""Every batch normalization of a model becomes group normalization, or none."""

from torch import nn

BATCH = nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.SyncBatchNorm


def groups_of(channels, size=16):
    """The largest number of equal groups of `size` channels or more; 1 if fewer."""
    most = max(channels // size, 1)
    return max(n for n in range(1, most + 1) if channels % n == 0)


def replace_batch_norm(model, make=None):
    """Replace in place; returns how many there were.

    model: any nn.Module. make(channels): the new module, by default
    nn.GroupNorm. Learned gains and shifts are kept where the new one has them.
    Train the model again afterwards: it computes another function.

    Raises ValueError if the model has no batch normalization inside.
    """
    make = make or (lambda channels: nn.GroupNorm(groups_of(channels), channels))
    found = [
        (parent, name, old)
        for parent in model.modules()
        for name, old in parent.named_children()
        if isinstance(old, BATCH)
    ]
    if not found:
        raise ValueError("no BatchNorm inside: lazy ones appear after one forward")
    made = {}  # a module that is used in two places stays one
    for parent, name, old in found:
        if old not in made:
            made[old] = new = make(old.num_features)
            state = {
                k: v for k, v in old.state_dict().items() if k in new.state_dict()
            }
            new.load_state_dict(state, strict=False)
            if old.weight is not None:
                new.to(old.weight.device, old.weight.dtype)
            new.train(old.training)
        setattr(parent, name, made[old])
    return len(made)
