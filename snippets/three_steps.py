"""The three steps of machine learning, for a line: a function, a loss, an
optimizer.

Any of the three can be replaced without touching the other two. Gradient descent is
Cauchy's (1847).
"""

import torch


def line(theta, x):
    """Step 1, a function with unknown parameters theta = (b, w). (examples,)
    each."""
    b, w = theta
    return b + w * x


def mean_squared_error(prediction, y):
    """Step 2, the loss: how wrong predictions of training data are, as one
    number."""
    return ((prediction - y) ** 2).mean()


def gradient_descent(loss, theta, learning_rate, steps):
    """Step 3, the search for a smaller loss(theta). Path: (steps + 1,
    parameters)."""
    path = [theta]
    for _ in range(steps):
        theta = path[-1].clone().requires_grad_()
        (gradient,) = torch.autograd.grad(loss(theta), theta)
        path.append(theta.detach() - learning_rate * gradient)
    return torch.stack(path)
