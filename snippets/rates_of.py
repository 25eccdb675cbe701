"""How far does torch's optimizer move each parameter, for a gradient of one?"""

import torch


def rates_of(optimizer):
    """{parameter: its rate for every entry, of its shape}, how many such rates a
    gradient moves it in the end, and the largest stable curvature times rate.

    For SGD with momentum β, and Adam or AdamW with β₁ after some steps. The limit
    is 2(1 + β) for SGD. It is 2(1 + β₁)/(1 − β₁) for Adam, whose curvature counts
    in stretched parameters (Cohen et al., 2022). A parameter that Adam never moved
    has no rate. Raises ValueError for other optimizers and variants, for Adam
    before its first step, and for groups of unequal momentum.
    """
    rates, rules = {}, set()
    for group in optimizer.param_groups:
        adam = "betas" in group
        if type(optimizer).__name__ not in ("SGD", "Adam", "AdamW"):
            raise ValueError("the optimizer is none of SGD, Adam and AdamW")
        if any(group.get(name) for name in ("maximize", "nesterov", "dampening")):
            raise ValueError("maximize, nesterov and dampening have other limits")
        keeps = group["betas"][0] if adam else group["momentum"]
        limit = 2 * (1 + keeps)
        rules.add((1, limit / (1 - keeps)) if adam else (1 / (1 - keeps), limit))
        for p in group["params"]:
            kept = optimizer.state.get(p)
            if not p.requires_grad or (adam and not kept):
                continue
            rates[p] = torch.full_like(p, float(group["lr"])).detach()
            if adam:
                grown = 1 - group["betas"][1] ** float(kept["step"])
                square = kept.get("max_exp_avg_sq", kept["exp_avg_sq"])  # AMSGrad
                usual = (square / grown).sqrt()
                least = 0.01 * usual.mean()  # of units that are dead
                rates[p] /= usual.clamp_min(least) + group["eps"]
    if not rates:
        raise ValueError(
            "the optimizer has moved nothing: ask where the run stands"
        )
    if len(rules) != 1:
        raise ValueError("all groups of the optimizer need one momentum")
    return rates, *rules.pop()
