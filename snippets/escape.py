"""Out of a saddle, along the eigenvector of the most negative eigenvalue."""

import torch

from snippets.curvature import extremes

# --8<-- [start:code]
SIZES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def escape(loss, parameters, sizes=SIZES, steps=40):
    """New parameters, one step down from a saddle (compare Dauphin et al., 2014).

    loss and parameters are those of `extremes`: a number, or one for each of E
    networks. Both ways along the eigenvector are tried at each of the sizes, in
    units of the parameters, and the lowest loss is kept; a network that none lowers
    stays. To leading order a step u adds half the eigenvalue times |u|^2. Raises
    ValueError where no network has an eigenvalue below minus its residual, where no
    size lowers a loss, for a loss with chance in it, for sizes that are not
    positive, and as `extremes` does.
    """
    if not len(sizes) or not all(0 < size < float("inf") for size in sizes):
        raise ValueError("sizes are lengths of steps: positive numbers")
    parameters = list(parameters)
    values, residuals, vectors = extremes(loss, parameters, steps)
    if not torch.allclose(loss(parameters), loss(parameters)):
        raise ValueError("the loss changes from call to call: model.eval() first")
    if not (values[:, 0] < -residuals[:, 0]).any():
        raise ValueError(
            "no eigenvalue is surely negative: more steps, or no saddle"
        )
    many = len(loss(parameters).shape)  # 1 where a tensor's first dimension is E
    counts = [
        tensor[0].numel() if many else tensor.numel() for tensor in parameters
    ]

    def moved(lengths):
        parts = (lengths[:, None] * vectors[..., 0]).split(counts, 1)
        return [t.detach() + u.reshape(t.shape) for t, u in zip(parameters, parts)]

    lengths = torch.tensor([0.0, *sizes, *(-size for size in sizes)]).to(values)
    with torch.no_grad():
        tried = [
            loss(moved(own.expand(len(values)))).reshape(-1) for own in lengths
        ]
    best = torch.stack(tried).nan_to_num(float("inf")).argmin(0)
    if not best.any():
        raise ValueError("no size lowers the loss: try smaller ones")
    return moved(lengths[best])


# --8<-- [end:code]
