"""Every batch normalization of a model becomes group normalization, or another."""

from itertools import chain

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm


def groups_of(channels, size=16):
    """The largest number of equal groups of `size` channels or more; 1 if fewer."""
    most = max(channels // size, 1)
    return max(n for n in range(1, most + 1) if channels % n == 0)


def group_norm(old):
    """nn.GroupNorm for the place of a batch normalization."""
    channels = old.num_features
    return nn.GroupNorm(groups_of(channels), channels, old.eps, old.affine)


def replace_batch_norm(model, make=group_norm):
    """Replace in place; returns how many there were.

    model: any nn.Module. make(old): the new module. Learned gains and shifts are
    kept where the new one has them, and stay frozen where they were. Build the
    optimizer afterwards, and train again: the model computes another function.

    Raises ValueError if the model has no batch normalization inside.
    """
    if isinstance(model, _BatchNorm):
        raise ValueError("the model itself is a BatchNorm: put it in a Sequential")
    made, own = {}, chain(model.parameters(), model.buffers())
    like = next((tensor for tensor in own if tensor.is_floating_point()), None)
    for parent in [*model.modules()]:
        for name, old in parent._modules.items():  # one under two names, too
            if isinstance(old, _BatchNorm) and old not in made:
                made[old] = new = make(old).train(old.training)
                near = like if old.weight is None else old.weight
                if near is not None:
                    new.to(near.device, near.dtype)
                known, learned = new.state_dict(), old.state_dict()
                kept = {key: learned[key] for key in known if key in learned}
                new.load_state_dict(kept, strict=False)
                frozen = [not each.requires_grad for each in old.parameters()]
                new.requires_grad_(not (frozen and all(frozen)))
            if old in made:
                parent._modules[name] = made[old]
    if not made:
        raise ValueError("no BatchNorm inside: lazy ones appear after one forward")
    return len(made)
