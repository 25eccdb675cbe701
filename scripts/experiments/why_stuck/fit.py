"""Networks on many draws of a task at once, each at its own learning rate, and one of them as an nn.Module."""

import torch
from torch import nn

from snippets.ensemble import forward, init

DIVERGED = 1e6


def start(sizes, chance, scale, device):
    """PyTorch's default initialization, its weights times `scale`."""
    parameters = init(sizes, chance, device)
    with torch.no_grad():
        for weight in parameters[::2]:
            weight *= scale
    return parameters


def descend(parameters, x, y, loss, order, rates, rule):
    """One step for each batch of order (steps, E, size), in place; rates: (E,) of SGD, one number of Adam.

    Returns the optimizer. rule: "SGD", "momentum" or "Adam".
    """
    if rule == "Adam":
        optimizer = torch.optim.Adam(parameters, float(rates[0]), fused=True)
        rates = torch.ones_like(rates)
    else:  # the rate goes into the gradient, which is the same for a constant rate
        optimizer = torch.optim.SGD(parameters, 1.0, momentum=0.9 * (rule == "momentum"), fused=True)
    own = torch.arange(len(x), device=x.device)[:, None]
    for rows in order.to(x.device):
        losses = loss(forward(parameters, x[own, rows]).mT, y[own, rows].transpose(1, -1)).mean(1)
        optimizer.zero_grad()
        (losses * rates).sum().backward()
        optimizer.step()
    return optimizer


@torch.no_grad()
def ends(parameters, x, y, loss):
    """The loss of each network over all its rows, at most DIVERGED, where it is no number too."""
    return loss(forward(parameters, x).mT, y.transpose(1, -1)).mean(1).nan_to_num(DIVERGED).clamp_max(DIVERGED)


def alone(parameters, optimizer, member, rate, rule):
    """Network `member` as an nn.Module, with torch's optimizer as it would stand after the same steps."""
    layers = []
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        layer = nn.Linear(*weight.shape[1:], device=weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight[member].T)
            layer.bias.copy_(bias[member, 0])
        layers += [layer, nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    if rule != "Adam":
        return model, torch.optim.SGD(model.parameters(), rate, momentum=0.9 * (rule == "momentum"))
    own = torch.optim.Adam(model.parameters(), rate)
    for of_one, of_all in zip(model.parameters(), parameters, strict=True):
        kept = optimizer.state[of_all]
        average = kept["exp_avg_sq"][member]
        shaped = average.T if of_one.dim() == 2 else average[0]
        own.state[of_one] = {"step": kept["step"], "exp_avg_sq": shaped.clone()}
    return model, own
