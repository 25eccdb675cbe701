"""How much a loss rises when the weights are moved a little."""

import torch


def rise(loss, parameters, generators, radius=0.5, directions=10):
    """The mean rise of E networks' losses (E,) in random directions.

    loss: from tensors (E, inputs, units) to (E,). A generator for each network.
    The weights into a unit move together, by `radius` times their own length: a
    network does not look flat only because its weights are large (Li et al., 2018).
    Biases, (E, 1, units), stay.

    Raises ValueError for a radius that is not positive, no direction, or another
    number of generators.
    """
    if radius <= 0 or directions < 1 or len(generators) != len(parameters[0]):
        raise ValueError("a positive radius, a direction, one generator a network")
    here, total = loss(parameters), 0

    def moved(tensor):
        if tensor.shape[1] == 1:  # a bias
            return tensor
        shape = tensor.shape[1:]
        draws = [torch.randn(shape, generator=each) for each in generators]
        draw = torch.stack(draws).to(tensor)
        length = tensor.norm(dim=1, keepdim=True) / draw.norm(dim=1, keepdim=True)
        return tensor + radius * length * draw

    for _ in range(directions):
        total = total + loss([moved(tensor) for tensor in parameters]) - here
    return total / directions
