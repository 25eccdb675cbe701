"""Softmax, cross entropy and squared error of class scores, in the open: equal to
PyTorch's in value and gradient."""

import torch


def checked(scores, labels):
    """What the losses below take: finite scores (n, classes), labels (n,)."""
    if scores.dim() != 2 or labels.shape != scores.shape[:1] or not len(labels):
        raise ValueError("scores are (n, classes), labels (n,), and n is not 0")
    if labels.dtype != torch.long:
        raise ValueError("labels are whole numbers: labels.long()")
    if not 0 <= labels.min() <= labels.max() < scores.shape[1]:
        raise ValueError("labels are 0 to classes - 1")
    if not scores.isfinite().all():
        raise ValueError("a score is not finite")


def log_softmax(scores):
    """ln of softmax along the last dimension; no exp overflows."""
    shifted = scores - scores.amax(-1, keepdim=True)
    return shifted - shifted.exp().sum(-1, keepdim=True).log()


def softmax(scores):
    """Shares (..., classes) that sum to 1, in the order of the scores."""
    return log_softmax(scores).exp()


def cross_entropy(scores, labels):
    """Mean of -ln(share of the true class): torch.nn.functional.cross_entropy.

    scores: (n, classes), any numbers, *no* softmax before; labels: (n,).
    Raises ValueError where they do not fit, or a score is not finite.
    """
    checked(scores, labels)
    return -log_softmax(scores).gather(1, labels[:, None]).mean()


def squared_error(scores, labels, shares=True):
    """Mean over n of the sum over classes of (one-hot - shares)**2.

    With shares=False the scores themselves are compared with the one-hot vector.
    torch.nn.functional.mse_loss also divides by the number of classes.
    Raises ValueError as cross_entropy does.
    """
    checked(scores, labels)
    target = torch.nn.functional.one_hot(labels, scores.shape[1]).to(scores)
    given = softmax(scores) if shares else scores
    return (target - given).square().sum(1).mean()
