"""A copy of a model that begins anew."""

import copy

import torch


def fresh_copy(model, x, seed=2021):
    """The model with weights drawn anew, as its modules draw them; the same for one
    seed, in the model's mode.

    Batch normalization has the statistics of x, an input of the model. Raises
    ValueError for parameters that no module draws, a class token for instance.
    """
    new = copy.deepcopy(model)
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        for module in new.modules():
            draws = "reset_parameters", "_reset_parameters"  # attention's name
            draw = [getattr(module, own) for own in draws if hasattr(module, own)]
            if draw:
                draw[0]()
            if getattr(module, "running_mean", None) is not None:
                module.momentum = 1.0
        new.train()(x)
    pairs = zip(model.named_parameters(), new.parameters())
    kept = [name for (name, p), n in pairs if p.requires_grad and torch.equal(p, n)]
    if kept:
        raise ValueError(f"no module draws {kept[0]} anew: build a new model")
    return new.train(model.training)
