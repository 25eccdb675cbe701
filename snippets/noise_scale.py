"""How noisy is the gradient? The batch size up to which a larger batch pays."""

import torch


def noise_scale(loss, parameters, batches):
    """The trace of the gradients' covariance over the squared length of their mean,
    in examples: B_simple of McCandlish et al. (2018, equation 2.9).

    loss(*batch) -> the mean loss of a batch, (x, y) for instance. Batches of one
    size, two or more, drawn from all the data; the more, the better. Nothing is
    updated. Infinite where the mean is lost in the noise: it is above about as many
    examples as the batches hold. Raises ValueError for fewer than two batches,
    unequal sizes, parameters that the loss does not use, and gradients that are not
    finite.
    """
    parameters = [tensor for tensor in parameters if tensor.requires_grad]
    batches = [tuple(batch) for batch in batches]
    if not all(isinstance(batch[0], torch.Tensor) for batch in batches):
        raise ValueError("a batch begins with a tensor of examples: (x, y), say")
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
        gradients.append(torch.cat([part.flatten().double() for part in parts]))
    gradients = torch.stack(gradients)
    if not gradients.isfinite().all() or not gradients.any():
        raise ValueError(
            "all gradients are 0, or one is not finite: of this model?"
        )
    mean, noise = gradients.mean(0), size * gradients.var(0).sum().item()
    signal = mean.square().sum().item() - noise / (size * len(batches))
    return noise / signal if signal > 0 else float("inf")
