"""Muon: momentum whose matrix is made nearly orthogonal, for hidden layers."""

import torch

from snippets.moving import listed, moving


# --8<-- [start:code]
def orthogonal(matrix, rounds=5, eps=1e-7):
    """U S Vᵀ -> about U Vᵀ: every singular value becomes one near 1.

    matrix: (rows, columns), of rank 1 or more. Each round maps a singular value
    s to 3.4445 s − 4.775 s³ + 2.0315 s⁵, with no decomposition. Five end between
    0.6 and 1.3, except of values that were tiny. Source: Jordan et al. (2024).
    Raises ValueError for what is no matrix.
    """
    if matrix.dim() != 2:
        raise ValueError("Muon is for matrices: give the other parameters to AdamW")
    x = matrix.mT if matrix.shape[0] > matrix.shape[1] else matrix
    wide = x.to(torch.promote_types(x.dtype, torch.float32))  # no overflow
    x = (wide / wide.norm().clamp(min=eps)).to(x.dtype)
    for _ in range(rounds):
        gram = x @ x.mT
        x = 3.4445 * x + (-4.775 * gram + 2.0315 * gram @ gram) @ x
    return x.mT if matrix.shape[0] > matrix.shape[1] else x


@torch.no_grad()
def muon_step(parameters, state, rate, momentum=0.95, decay=0.1):
    """θ ← (1 − ηδ) θ − η s O: one step in place, after loss.backward().

    O is the movement, made orthogonal, in Nesterov's form; s = √(rows/columns),
    at least 1. torch.optim.Muon rounds to bfloat16: its steps differ by hundredths.
    parameters: hidden layers' weights (rows, columns). decay: δ. state: {} first.
    Raises ValueError as `moving`, and for parameters that are no matrices.
    """
    parameters = listed(parameters)
    if any(theta.dim() != 2 for theta in parameters):
        raise ValueError("Muon is for matrices: give the other parameters to AdamW")
    for theta, g, own in moving(
        parameters, state, rate, momentum, positive=[decay]
    ):
        own["m"] = momentum * own.get("m", 0) + (1 - momentum) * g
        ahead = (1 - momentum) * g + momentum * own["m"]
        rows, columns = theta.shape
        theta.mul_(1 - rate * decay)
        theta.sub_(rate * max(1, rows / columns) ** 0.5 * orthogonal(ahead))


# --8<-- [end:code]
