"""The curvature of a loss: Hessian times vector, and the two ends of its spectrum.

A loss takes a list of tensors and gives a number, or one for each of E networks
whose tensors begin with that dimension: (E, ...). A network has D parameters.
"""

import torch


def products(loss, parameters):
    """The gradient (E, D), and a function that takes v (E, D) to H v (E, D).

    H v is the derivative of the gradient along v (Pearlmutter, 1994). E is 1 for a
    loss that is a number. Raises ValueError for a loss of another shape, one not
    finite, and one that does not hang on the parameters.
    """
    parameters = [tensor.detach().requires_grad_() for tensor in parameters]
    value = loss(parameters)
    if {tensor.shape[: value.dim()] for tensor in parameters} != {value.shape}:
        raise ValueError("the loss is no number, nor one a network: take its mean")
    if not value.isfinite().all():
        raise ValueError("the loss is not finite: go back to where it still was")
    usual = {"retain_graph": True, "allow_unused": True}
    if {*torch.autograd.grad(value.sum(), parameters, **usual)} == {None}:
        raise ValueError("the loss uses other parameters: take functional_call")

    def derivative(of, **options):
        # materialized: 0 for a parameter that has no part in it
        parts = torch.autograd.grad(
            of, parameters, materialize_grads=True, **options
        )
        return torch.cat([part.reshape(value.numel(), -1) for part in parts], 1)

    gradient = derivative(value.sum(), create_graph=True)

    def times(v):
        if not gradient.requires_grad:  # the loss is linear
            return torch.zeros_like(v)
        return derivative(gradient, grad_outputs=v, retain_graph=True)

    return gradient.detach(), times


def extremes(loss, parameters, steps=40, seed=0):
    """The smallest and largest eigenvalue of H (E, 2), their residuals
    |H v - eigenvalue v| (E, 2), and the eigenvectors v, of length 1 (E, D, 2).

    Lanczos' method: some eigenvalue is as near as the residual, and more steps
    lower it. Raises ValueError as `products` does.
    """
    gradient, times = products(loss, parameters)
    chance = torch.Generator().manual_seed(seed)
    draw = torch.randn(gradient.shape[1], 1, generator=chance).to(gradient)
    last = draw.expand(len(gradient), -1, -1)
    basis = images = last[..., :0]
    for _ in range(min(steps, len(draw))):
        new = torch.linalg.qr(torch.cat([basis, last], 2)).Q[..., -1:]
        last = times(new[..., 0])[..., None]
        basis, images = torch.cat([basis, new], 2), torch.cat([images, last], 2)
    values, parts = torch.linalg.eigh(basis.mT @ images)
    values, parts = values[:, [0, -1]], parts[..., [0, -1]]
    vectors = basis @ parts
    return values, (images @ parts - vectors * values[:, None]).norm(dim=1), vectors
