"""Networks with one hidden layer: loss, gradient and Hessian in closed form.

A network is a row of theta (E, D): for each hidden unit its weights, its bias and
its output weight, then the output bias. x (E, n, inputs), y (E, n).
"""

import torch


def tanh(z):
    """The activation, its slope and its curvature at z."""
    value = z.tanh()
    return value, 1 - value**2, -2 * value * (1 - value**2)


def sine(z):
    return z.sin(), z.cos(), -z.sin()


def parts(theta, x, activation):
    """What both derivatives need: outputs minus y need only the first."""
    inputs = torch.cat([x, torch.ones_like(x[..., :1])], 2)
    units = theta[:, :-1].unflatten(1, (-1, inputs.shape[2] + 1))  # (E, h, i + 1)
    value, slope, curve = activation(inputs @ units[..., :-1].mT)  # (E, n, h)
    out = units[:, None, :, -1]
    return inputs, out, value, slope, curve, (value * out).sum(2) + theta[:, -1:]


def losses(theta, x, y, decay=0.0, activation=tanh):
    """The mean squared error plus decay times the squared length of theta, (E,)."""
    error = parts(theta, x, activation)[-1] - y
    return error.square().mean(1) + decay * theta.square().sum(1)


def derivatives(theta, x, y, decay=0.0, activation=tanh):
    """The losses (E,), their gradients (E, D) and Hessians (E, D, D)."""
    inputs, out, value, slope, curve, output = parts(theta, x, activation)
    error, share = output - y, 2 / y.shape[1]
    into = (slope * out)[..., None] * inputs[:, :, None]
    of_units = torch.cat([into, value[..., None]], 3).flatten(2)
    jacobian = torch.cat([of_units, torch.ones_like(y)[..., None]], 2)  # (E, n, D)
    gradient = share * (error[:, None] @ jacobian)[:, 0] + 2 * decay * theta
    hessian = share * jacobian.mT @ jacobian + 2 * decay * torch.eye(
        theta.shape[1]
    ).to(theta)
    for unit in range(value.shape[2]):  # and what the outputs' own bend adds
        bend = (error * curve[..., unit] * out[..., unit])[..., None] * inputs
        turn = ((error * slope[..., unit])[:, None] @ inputs)[:, 0]
        first, last = (
            unit * (turn.shape[1] + 1),
            (unit + 1) * (turn.shape[1] + 1) - 1,
        )
        hessian[:, first:last, first:last] += share * bend.mT @ inputs
        hessian[:, first:last, last] += share * turn
        hessian[:, last, first:last] += share * turn
    loss = error.square().mean(1) + decay * theta.square().sum(1)
    return loss, gradient, hessian
