"""How much a loss rises when the weights are moved a little."""

import torch


def rise(loss, parameters, generators, radius=0.5, directions=10):
    """The mean rise of E networks' losses (E,) in random directions.

    parameters: weights (E, inputs, units) and biases (E, 1, units) in turn; loss
    makes (E,) of them. A generator for each network. The weights into a unit move
    together, by `radius` times their own length: a network does not look flat only
    because its weights are large (Li et al., 2018). Biases stay.

    Raises ValueError for a radius that is not positive, no direction, or losses or
    generators that are not one a network.
    """
    here, total = loss(parameters), 0
    if radius <= 0 or directions < 1:
        raise ValueError("a positive radius and a direction are needed")
    if here.shape != (len(generators),) or len(parameters[0]) != len(generators):
        raise ValueError("one loss and one generator a network are needed: (E,)")

    def moved(weight):
        shape = weight.shape[1:]
        draws = [torch.randn(shape, generator=each) for each in generators]
        draw = torch.stack(draws).to(weight)
        length = weight.norm(dim=1, keepdim=True) / draw.norm(dim=1, keepdim=True)
        return weight + radius * length * draw

    for _ in range(directions):
        there = [
            moved(p) if place % 2 == 0 else p for place, p in enumerate(parameters)
        ]
        total = total + loss(there) - here
    return total / directions
