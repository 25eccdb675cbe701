"""How much a loss rises in random directions, each as long as the weights it moves."""

import torch


def rise(loss, parameters, generators, radius=0.5, directions=10):
    """The mean rise of E networks' losses (E,) when they are moved a little.

    loss: from tensors (E, inputs, units) to (E,). A generator for each network. All
    weights into a unit move together, by `radius` times their own length: so a network
    does not look flatter only because its weights are larger, which ReLU networks
    can be without computing anything else (Li et al., 2018). Biases stay.

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
