"""Networks whose hidden layer is batch-normalized, and what their running statistics make of them."""

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.experiments.diagnosis.tasks import ABSENT, FEATURES, MOST_CLASSES, POINTS, WIDTH, absent
from snippets.ensemble import batches, init

EPSILON = 1e-5  # PyTorch's


def fit_normalized(tasks, rows, momentum, rate=0.01):
    """One network per task: curves (tasks, points) in training mode and, of held-out data, in evaluation mode.

    momentum: the share of the new batch in the running statistics, as in PyTorch, which start at 0 and 1 as there.
    """
    own = [generator(tasks.seed, task, 1) for task in range(len(rows))]
    weight, bias, last, scores = parameters = init((FEATURES, *WIDTH, MOST_CLASSES), own, tasks.x.device)
    with torch.no_grad():
        scores.masked_fill_(absent(tasks, range(len(rows))), ABSENT)
    means, variances = torch.zeros_like(bias), torch.ones_like(bias)
    optimizer = torch.optim.Adam(parameters, rate, fused=True)

    def outputs(x, mean=None, variance=None, net=slice(None)):
        """(tasks, n, classes), by the statistics of these examples or others; and those that were used."""
        hidden = torch.baddbmm(bias[net], x, weight[net])
        if mean is None:
            mean, variance = hidden.mean(1, keepdim=True), hidden.var(1, unbiased=False, keepdim=True)
        hidden = torch.relu((hidden - mean) / (variance + EPSILON).sqrt())
        return torch.baddbmm(scores[net], hidden, last[net]), mean.detach(), variance.detach()

    @torch.no_grad()
    def losses(part, training=False):
        found = []
        for task, known in enumerate(rows):
            net, at = slice(task, task + 1), known if part is None else tasks.rows[part]
            used = () if training else (means[net], variances[net])
            found.append(cross_entropy(outputs(tasks.x[net, at], *used, net=net)[0][0], tasks.y[task, at]))
        return torch.stack(found)

    curves = [(losses(None, True), losses("held out"))]
    for part in batches(rows, tasks.batch_size, tasks.steps, own).chunk(POINTS):
        for at in part.transpose(1, 2):  # (size, tasks)
            task = torch.arange(len(rows))
            out, mean, variance = outputs(tasks.x[task, at].transpose(0, 1))
            optimizer.zero_grad()
            cross_entropy(out.mT, tasks.y[task, at].T, reduction="none").mean(1).sum().backward()
            optimizer.step()
            means.lerp_(mean, momentum)
            variances.lerp_(variance, momentum)
        curves.append((losses(None, True), losses("held out")))
    train, held = (torch.stack(each, 1) for each in zip(*curves, strict=True))
    return {
        "train": train,
        "validation": held,
        "end": train[:, -1],
        "evaluated": losses(None),
        "test": losses("test"),
    }
