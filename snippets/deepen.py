"""A deeper ReLU network that computes the same function: identity layers are put in
before the last one (He et al., 2015)."""

import torch


def deepen(parameters, layers):
    """[weight (..., inputs, outputs), bias (..., 1, outputs), ...] with `layers`
    weights.

    relu(h I + 0) = h, since h >= 0 already. Raises ValueError for fewer layers than
    there are, and for torch.nn.Linear's weights, which are (outputs, inputs): give
    weight.T.
    """
    *hidden, weight, bias = parameters
    if bias.shape[-2:] != (1, weight.shape[-1]):
        raise ValueError(
            "weights are (inputs, outputs), biases (1, outputs): transpose"
        )
    if layers < len(parameters) // 2:
        raise ValueError(f"there are {len(parameters) // 2} layers already")
    units = weight.shape[-2]
    identity = torch.eye(units).to(weight).expand(*weight.shape[:-2], units, units)
    zero = torch.zeros_like(identity[..., :1, :])
    return [
        *hidden,
        *[identity, zero] * (layers - len(parameters) // 2),
        weight,
        bias,
    ]
