"""How noisy is the gradient? The batch size up to which a larger batch pays."""

import torch


def noise_scale(loss, parameters, batches):
    """The trace of the gradients' covariance over the squared length of their mean,
    in examples: B_simple of McCandlish et al. (2018, equation 2.9).

    loss(*batch) -> the mean loss of a batch, (x, y) for instance. Batches of one
    size, two or more, drawn from all the data; the more, the better. Nothing is
    updated. Infinite where the mean is lost in the noise: then use more batches.
    Raises ValueError for fewer than two batches, unequal sizes, and gradients that
    are not finite.
    """
    parameters = [tensor for tensor in parameters if tensor.requires_grad]
    sizes = {len(batch[0]) for batch in batches}
    if len(batches) < 2 or len(sizes) > 1:
        raise ValueError(
            "two batches or more of one size are needed: drop the last"
        )
    size, gradients = sizes.pop(), []
    for batch in batches:
        parts = torch.autograd.grad(
            loss(*batch), parameters, materialize_grads=True
        )
        gradients.append(torch.cat([part.flatten() for part in parts]))
    gradients = torch.stack(gradients)
    if not gradients.isfinite().all():
        raise ValueError("a gradient is not finite: measure before the loss breaks")
    mean, noise = gradients.mean(0), size * gradients.var(0).sum().item()
    signal = mean.square().sum().item() - noise / (size * len(batches))
    return noise / signal if signal > 0 else float("inf")
