"""Three questions to a classifier and its loss, before any training."""

import math

import torch


def ask_loss(model, loss, x, y):
    """{question: number}; each should be near the number in the comment.

    model(x): scores (n, classes); y: classes (n,); loss(scores, y): one number, as
    you wrote it. The model is put back into the mode that it had.
    Raises ValueError for an empty batch, scores of another shape, or not finite.
    """
    mode = model.training
    model.eval()
    with torch.no_grad():
        out = model(x)
    model.train(mode)
    if out.dim() != 2 or y.shape != out.shape[:1] or not len(y) or out.shape[1] < 2:
        raise ValueError("scores are (n, classes), classes (n,), and n is not 0")
    if not out.isfinite().all():
        raise ValueError("the model's outputs are not finite")
    n, classes = out.shape
    mistake = torch.nn.functional.one_hot((y + 1) % classes, classes).to(out)
    mistake = (200 * mistake).requires_grad_()  # sure, and wrong
    (gradient,) = torch.autograd.grad(loss(mistake, y), mistake)
    guess = loss(torch.zeros_like(out), y).item() / math.log(classes)
    return {
        "shares": float(((out.sum(1) - 1).abs() < 1e-3).all()),  # 0
        "guess": guess,  # 1
        "mistake": n * gradient.norm(dim=1).min().item(),  # 1.41
    }
