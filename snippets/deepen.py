"""A deeper ReLU network that computes the same function: identity layers put before the last one (He et al., 2015)."""

import torch


def deepen(parameters, layers):
    """[weight (..., m, n), bias (..., 1, n), ...] with `layers` weights; relu(h I + 0) = h, since h >= 0 already."""
    *hidden, weight, bias = parameters
    units = weight.shape[-2]
    identity = torch.eye(units).to(weight).expand(*weight.shape[:-2], units, units)
    zero = torch.zeros_like(identity[..., :1, :])
    return [*hidden, *[identity, zero] * (layers - len(parameters) // 2), weight, bias]
