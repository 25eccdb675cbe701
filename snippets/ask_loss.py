"""Three questions to a classifier and its loss, before any training."""

import math

import torch


def ask_loss(model, loss, x, y):
    """{question: number}; each should be near the number in the comment.

    model(x): scores (n, classes), or their log_softmax; y: classes (n,), each from
    0 to classes - 1; loss(scores, y): one number, as you wrote it. Leave class
    weights out: they make `mistake` smaller. Every module of the model is put back
    into the mode that it had.
    Raises ValueError for an empty batch, scores or classes of another shape or
    kind, and scores that are not finite.
    """
    modes = [(module, module.training) for module in model.modules()]
    try:
        model.eval()
        with torch.no_grad():
            out = model(x)
    finally:
        for module, mode in modes:
            module.training = mode
    if not isinstance(out, torch.Tensor) or not out.is_floating_point():
        raise ValueError("model(x) is one tensor, the scores: return nothing else")
    if not isinstance(y, torch.Tensor) or y.dtype != torch.long:
        raise ValueError("classes are a tensor of whole numbers: y.long()")
    if out.dim() != 2 or y.shape != out.shape[:1] or not len(y) or out.shape[1] < 2:
        raise ValueError("scores are (n, classes), classes (n,), and n is not 0")
    if not out.isfinite().all():
        raise ValueError("the model's outputs are not finite")
    n, classes = out.shape
    if y.min() < 0 or y.max() >= classes:
        raise ValueError("classes are 0 to n - 1: leave out what the loss ignores")
    if ((out.exp().sum(1) - 1).abs() < 1e-3).all():  # it ends in a log_softmax
        own, loss = loss, lambda scores, y: own(scores.log_softmax(1), y)
    mistake = torch.nn.functional.one_hot((y + 1) % classes, classes).to(out)
    mistake = (200 * mistake).requires_grad_()  # sure, and wrong
    (gradient,) = torch.autograd.grad(loss(mistake, y), mistake)
    guess = loss(torch.zeros_like(out), y).item() / math.log(classes)
    return {
        "shares": float(((out.sum(1) - 1).abs() < 1e-3).all()),  # 0
        "guess": guess,  # 1
        "mistake": n * gradient.norm(dim=1).min().item(),  # 1.41
    }
