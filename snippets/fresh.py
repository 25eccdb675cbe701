"""A copy of a model that begins anew."""

import copy

import torch


def fresh_copy(model, x, seed=2021):
    """The model with its weights drawn anew, as its modules draw them; what is
    frozen stays, and the mode of each module.

    Batch normalization has the statistics of x, an input of the model. Raises
    ValueError for a parameter that no module draws, a class token for instance.
    """
    new, drawn = copy.deepcopy(model).eval(), set()
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(seed)
        for module in new.modules():
            own = {p for p in module.parameters(recurse=False) if p.requires_grad}
            draws = "reset_parameters", "_reset_parameters"  # attention's name
            draw = [
                getattr(module, name) for name in draws if hasattr(module, name)
            ]
            tied = {p: p.clone() for p in own & drawn}
            if draw and own:
                draw[0]()
                drawn |= own
                if getattr(module, "running_mean", None) is not None:
                    module.train().momentum = 1.0
            for p, before in tied.items():
                p.copy_(before)
        new(x)
    for old, module in zip(model.modules(), new.modules()):
        module.training = old.training
    pairs = zip(model.named_parameters(), new.parameters())
    kept = [name for (name, p), n in pairs if p.requires_grad and torch.equal(p, n)]
    if kept:
        raise ValueError(f"no module draws {kept[0]} anew: give a fresh model")
    return new
