"""The curvature of a loss: Hessian times vector, and the two ends of its spectrum.

A loss takes a list of tensors and gives a number, or one for each of E networks
whose tensors begin with that dimension: (E, ...). A network has D parameters.
"""

import torch


def flatten(tensors, networks):
    return torch.cat([tensor.reshape(networks, -1) for tensor in tensors], 1)


def derivatives(of, parameters, **options):
    """Of each parameter; 0 where it has no part in it."""
    return torch.autograd.grad(of, parameters, materialize_grads=True, **options)


def products(loss, parameters):
    """The gradient (E, D), and a function that takes v (E, D) to H v (E, D).

    H v is the derivative of the gradient along v (Pearlmutter, 1994). E is 1 for a
    loss that is a number. Raises ValueError for a loss of another shape or one that
    is not finite, and without parameters.
    """
    parameters = [tensor.detach().requires_grad_() for tensor in parameters]
    value = loss(parameters)
    networks = value.numel()
    if not parameters or {p.shape[: value.dim()] for p in parameters} != {
        value.shape
    }:
        raise ValueError("the loss is no number, nor one a network: take its mean")
    if not value.isfinite().all():
        raise ValueError("the loss is not finite: go back to where it still was")
    first = derivatives(value.sum(), parameters, create_graph=True)
    gradient = flatten(first, networks)

    def times(v):
        if not gradient.requires_grad:  # the loss is linear
            return torch.zeros_like(v)
        again = {"grad_outputs": v, "retain_graph": True}
        return flatten(derivatives(gradient, parameters, **again), networks)

    return gradient.detach(), times


def rejected(v, basis):
    """What is left of v (E, D) without its parts along the basis (E, k, D)."""
    return v - (basis @ v[..., None] * basis).sum(1)


def extremes(loss, parameters, steps=40, seed=0):
    """The smallest and largest eigenvalue of H (E, 2), their residuals
    |H v - eigenvalue v| (E, 2), and the eigenvectors v, of length 1 (E, 2, D).

    Lanczos' method: some eigenvalue is as near as the residual, and more steps
    lower it. Raises ValueError as `products` does.
    """
    gradient, times = products(loss, parameters)
    chance = torch.Generator().manual_seed(seed)
    basis = images = gradient[:, None][:, :0]
    last, least = torch.zeros_like(gradient), 50 * torch.finfo(gradient.dtype).eps
    for _ in range(min(steps, gradient.shape[1])):
        rest = rejected(last, basis)
        spent = rest.norm(dim=1) <= least * last.norm(
            dim=1
        )  # begin again elsewhere
        draw = torch.randn(gradient.shape[1], generator=chance).to(gradient)
        new = rejected(torch.where(spent[:, None], draw, rest), basis)
        new = rejected(new / new.norm(dim=1, keepdim=True), basis)  # of rounding
        basis = torch.cat(
            [basis, (new / new.norm(dim=1, keepdim=True))[:, None]], 1
        )
        last = times(basis[:, -1])
        images = torch.cat([images, last[:, None]], 1)
    values, parts = torch.linalg.eigh(basis @ images.mT)
    values, parts = values[:, [0, -1]], parts[:, :, [0, -1]].mT
    vectors = parts @ basis
    residuals = parts @ images - values[..., None] * vectors
    return values, residuals.norm(dim=2), vectors
