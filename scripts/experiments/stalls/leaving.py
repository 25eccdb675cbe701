"""How long networks need to leave a plateau: what the experiments after `stalls` count."""

import torch


def steps_to(goal, parameters, loss, optimizer, most, of_batch=None):
    """Steps until each network's loss is below its goal, (repeats,); None for more than `most`.

    loss: from the networks' tensors to their losses (repeats,). optimizer: a function of these tensors.
    of_batch: the loss that is descended in place of it, if that is another one.
    """
    parameters = [tensor.detach().clone().requires_grad_() for tensor in parameters]
    learner = optimizer(parameters)
    needed = torch.full_like(goal, float("inf"))
    for step in range(most):
        learner.zero_grad()
        now = loss(parameters)
        needed = torch.where((now < goal) & needed.isinf(), float(step), needed)
        if needed.isfinite().all():
            break
        if of_batch:
            now = of_batch(parameters)
        now.sum().backward()  # of which each network sees its own
        learner.step()
    return [value if value < float("inf") else None for value in needed.tolist()]
