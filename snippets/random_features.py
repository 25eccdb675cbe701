"""A network whose first layer is random and stays so: only its last layer learns
(after Rahimi and Recht, 2007)."""

import torch
from torch.nn.functional import normalize, pad


def random_relu(examples, features, generator):
    """The outputs of `features` random ReLU units for each example: (n, d) -> (n,
    features).

    Fewer features from the same generator are other features: cut columns off for a
    nested family.
    """
    inputs = pad(examples, (0, 1), value=1.0)  # a constant input carries the bias
    shape = inputs.shape[1], features
    directions = torch.randn(shape, generator=generator, dtype=examples.dtype)
    directions = normalize(directions, dim=0)  # each unit's weights have length 1
    return torch.relu(inputs @ directions.to(inputs.device))
