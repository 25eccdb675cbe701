"""Batch, layer, group, instance and root-mean-square normalization: one formula,
taken over other numbers."""

import torch

OVER = {"batch": (-3, -1), "layer": (-2, -1), "rms": (-2, -1), "instance": (-1,)}


def moments(x, kind, groups=4):
    """Mean and mean square deviation that `normalize` uses: they fit x's shape.

    "rms" does not subtract the mean: 0, and the mean square.
    """
    if kind == "rms":
        return x.new_zeros(()), x.square().mean(OVER[kind], keepdim=True)
    if kind != "group":
        over = OVER[kind]
        variance, mean = torch.var_mean(x, over, correction=0, keepdim=True)
        return mean, variance
    apart = x.unflatten(-2, (groups, -1))
    variance, mean = torch.var_mean(apart, (-2, -1), correction=0, keepdim=True)
    fit = apart[..., :1].shape
    return mean.expand(fit).flatten(-3, -2), variance.expand(fit).flatten(-3, -2)


def normalize(x, kind, groups=4, eps=1e-5):
    """x (..., examples, channels, positions), without the learned gain and shift.

    kind: "batch", "layer", "group", "instance" or "rms". A feature without
    positions has one: x[:, :, None]; images: x.flatten(2). eps: as torch has it,
    but for RMSNorm's own, which is smaller.
    Sources: Ioffe and Szegedy (2015), Ba et al. (2016), Wu and He (2018),
    Ulyanov et al. (2016), Zhang and Sennrich (2019).

    Raises ValueError where nothing would be left of x, or x does not fit.
    """
    if kind not in (*OVER, "group"):
        raise ValueError(f"no such kind: {kind!r}; take one of {(*OVER, 'group')}")
    if x.dim() < 3 or not x.numel() or not x.is_floating_point():
        raise ValueError("x is (examples, channels, positions), numbers, not empty")
    if not x.isfinite().all():
        raise ValueError("x is not finite")
    if kind == "group" and (groups < 1 or x.shape[-2] % groups):
        raise ValueError(f"{x.shape[-2]} channels are not {groups} equal groups")
    count = {"batch": x.shape[-3] * x.shape[-1], "instance": x.shape[-1]}
    count |= {"group": x.shape[-2] // max(groups, 1) * x.shape[-1]}
    if kind != "rms" and count.get(kind, x.shape[-2] * x.shape[-1]) < 2:
        raise ValueError(f"{kind}: one number only, minus its mean, is always zero")
    mean, variance = moments(x, kind, groups)
    return (x - mean) / (variance + eps).sqrt()
