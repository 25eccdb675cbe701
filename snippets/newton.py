"""Down to a gradient of zero: Newton's method, made to descend at saddles too."""

import torch


def newton(derivatives, theta, goal=1e-9, steps=300):
    """Parameters (E, D) of E networks, down to a gradient of length `goal`.

    derivatives(theta, rows) gives losses, gradients and Hessians of the networks in
    these rows. A step is -Q (|eigenvalues| + damping)^-1 Q^T g, which goes down
    along negative curvature too: saddle-free Newton (Dauphin et al., 2014). A
    network that has arrived is left alone; one that has not after `steps` is
    returned as it is. Raises ValueError for a loss that is not finite.
    """
    theta, rows = theta.clone(), torch.arange(len(theta)).to(theta.device)
    loss, gradient, hessian = derivatives(theta, rows)
    if not loss.isfinite().all():
        raise ValueError("the loss is not finite: start elsewhere")
    damping = torch.ones_like(loss)
    for _ in range(steps):
        on = gradient.norm(dim=1) > goal
        if not on.any():
            break
        rows, loss, damping = rows[on], loss[on], damping[on]
        gradient, hessian = gradient[on], hessian[on]
        values, vectors = torch.linalg.eigh(hessian)
        along = (vectors.mT @ gradient[..., None])[..., 0]
        along /= values.abs() + damping[:, None]
        tried = theta[rows] - (vectors @ along[..., None])[..., 0]
        new = derivatives(tried, rows)
        shorter = new[1].norm(dim=1) < gradient.norm(dim=1)
        good = (new[0] < loss) | (shorter & (new[0] < loss + 1e-13))
        damping = torch.where(good, damping / 3, damping * 4)
        theta[rows[good]] = tried[good]
        loss = torch.where(good, new[0], loss)
        gradient = torch.where(good[:, None], new[1], gradient)
        hessian = torch.where(good[:, None, None], new[2], hessian)
    return theta
