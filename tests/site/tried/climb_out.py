"""Climb out: what somebody might try, wrong and right, and what the page tells."""

import re

SHORT = {
    "gradient_norm": "def gradient_norm(network):\n"
    "    grads = [p.grad for p in network.parameters() if p.grad is not None]\n    return {}",
    "hessian_times": "def hessian_times(loss, theta, v):\n    theta = theta.clone().requires_grad_()\n"
    "    (g,) = torch.autograd.grad(loss(theta), theta, create_graph=True)\n    return {}",
    "lowest": "def lowest(times, size):\n    def farthest(times, steps=200):\n        v = torch.randn(size)\n"
    "        for _ in range(steps):\n            v = times(v)\n            v = v / v.norm()\n"
    "        return v @ times(v), v\n\n    c, w = farthest(times)\n"
    "    value, v = farthest(lambda v: times(v) - c.abs() * v)\n    return {}",
    "escape": "def escape(loss, theta, u):\n    sizes = [s * way for s in (0.01, 0.1, 1, 10) for way in (1, -1)]\n"
    "    return {}",
    "momentum_step": "def momentum_step(parameters, movements, rate, momentum):\n    with torch.no_grad():\n"
    "        for p, m in zip(parameters, movements):\n            {}",
}
FULL = "torch.stack([times(e) for e in torch.eye(size)])"
WRONG = {  # task: {what somebody might try: (the function or its expression, what the check answers)}
    "gradient_norm": {
        "lengths added up": ("sum(g.norm().item() for g in grads)", "not 4.24"),
        "no root": ("sum(g.square().sum().item() for g in grads)", "not 9"),
        "the largest": ("max(g.abs().max().item() for g in grads)", "not 2"),
        "the largest of each": ("sum(g.abs().max().item() ** 2 for g in grads) ** 0.5", "not 2.83"),
        "a mean": ("torch.cat([g.flatten() for g in grads]).abs().mean().item()", "not 1.25"),
        "root mean square": ("torch.cat([g.flatten() for g in grads]).square().mean().sqrt().item()", "not 1.5"),
        "absolute values": ("sum(g.abs().sum().item() for g in grads)", "not 5"),
        "signs": ("sum(g.sum().item() for g in grads)", "not 1"),
        "the last layer": ("grads[-1].norm().item()", "not 2"),
        "the weights": ("sum(p.square().sum().item() for p in network.parameters()) ** 0.5", "have the length 3"),
        "a list": ("[g.norm().item() for g in grads]", "one number"),
        "nothing": ("None", "one number"),
        "clipped": ("torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0).item()", "changes the gradients"),
        "set to zero": (
            "(sum(g.square().sum().item() for g in grads) ** 0.5, network.zero_grad())[0]",
            "changes the gradients",
        ),
        "frozen": ("sum(p.grad.square().sum().item() for p in network.parameters()) ** 0.5", "frozen parameter"),
    },
    "hessian_times": {
        "the gradient times v": ("g * v", "first derivatives"),
        "the gradient": ("g", "first derivatives"),
        "a number": ("v @ torch.autograd.grad(g @ v, theta)[0]", "one number for each"),
        "twice": ("2 * torch.autograd.grad(g @ v, theta)[0]", "2 times that of H v"),
        "half, as in the formula": ("torch.autograd.grad(g @ v, theta)[0] / 2", "0.5 times"),
        "per length": ("torch.autograd.grad(g @ v, theta)[0] / v.norm()", "0.408 times"),
        "uphill": ("-torch.autograd.grad(g @ v, theta)[0]", "The sign"),
        "of the sum": ("torch.autograd.grad(g.sum(), theta)[0] * v", "not H v"),
        "the squared gradient": ("(g @ v) * g", "not H v"),
        "of the loss at v": ("torch.autograd.grad(g @ v, theta)[0] + v", "not H v"),
        "the diagonal": (
            "torch.stack([torch.autograd.grad(x, theta, retain_graph=True)[0][i] for i, x in enumerate(g)]) * v",
            "the diagonal of H",
        ),
        "no graph": (
            "def hessian_times(loss, theta, v):\n    theta = theta.clone().requires_grad_()\n"
            "    (g,) = torch.autograd.grad(loss(theta), theta)\n    return torch.autograd.grad(g @ v, theta)[0]",
            "It stops with RuntimeError",
        ),
        "a long difference": (
            "torch.func.grad(loss)(theta.detach() + v) - torch.func.grad(loss)(theta.detach())",
            "not H v",
        ),
        "a difference of fixed size": (
            "(torch.func.grad(loss)(theta.detach() + 1e-5 * v) - torch.func.grad(loss)(theta.detach() - 1e-5 * v))"
            " / 2e-5",
            "linear in v",
        ),
        "theta moved": (
            "def hessian_times(loss, theta, v):\n    theta += 1e-3 * v\n    return torch.func.hessian(loss)(theta) @ v",
            "changes theta",
        ),
    },
    "lowest": {
        "the largest": ("c, w", "yours is the largest"),
        "minus the largest": ("-c, w", "not -4"),
        "not shifted back": ("value, v", "not -5"),
        "shifted too far": ("value + 2 * c.abs(), v", "not 3"),
        "no sign of c": (
            "(lambda far: (far[0] + c, far[1]))(farthest(lambda v: times(v) - c * v))",
            "steeper than all ways up",
        ),
        "always below zero": ("-(value + c.abs()).abs(), v", "up only"),
        "a few steps": (
            "(lambda far: (far[0] + c.abs(), far[1]))(farthest(lambda v: times(v) - c.abs() * v, 3))",
            "smallest eigenvalue is -1",
        ),
        "no step": ("(lambda v: (v @ times(v), v))(torch.randn(size) / size**0.5)", "smallest eigenvalue is -1"),
        "the one near zero": (
            f"(lambda all: (all[0][all[0].abs().argmin()], all[1][:, 0]))(torch.linalg.eigh({FULL}))",
            "not",
        ),
        "its own vector": ("value + c.abs(), w", "another one's"),
        "not of length 1": ("value + c.abs(), 2 * v", "length 1, not 2"),
        "the value alone": ("value + c.abs()", "It stops with TypeError"),
        "one number too many": ("value + c.abs(), torch.cat([v, v[:1]])", "should have 5 numbers"),
    },
    "escape": {
        "the other way": ("theta - u", "step is too long"),
        "one size, both ways": ("min(theta + u, theta - u, key=loss)", "too long"),
        "one way": ("min((theta + s * u for s in sizes if s > 0), key=loss)", "other way"),
        "the other way, all sizes": ("min((theta + s * u for s in sizes if s < 0), key=loss)", "other way"),
        "tiny": ("min(theta + 0.01 * u, theta - 0.01 * u, key=loss)", "one can descend by"),
        "huge": ("min(theta + 10 * u, theta - 10 * u, key=loss)", "too long"),
        "the first that descends": (
            "next(theta + s * u for s in sizes if loss(theta + s * u) < loss(theta))",
            "one can descend by",
        ),
        "the highest": ("max((theta + s * u for s in sizes), key=loss)", "climbs"),
        "nowhere": ("theta", "does not move"),
        "nothing": ("None", "return the new theta"),
        "the loss": ("min(loss(theta + s * u) for s in sizes)", "return the new theta"),
        "down the gradient": ("theta - 0.1 * torch.func.grad(loss)(theta)", "along u"),
        "in place": ("theta.copy_(min((theta + s * u for s in sizes), key=loss))", "changes theta"),
    },
    "momentum_step": {
        "without": ("p -= rate * p.grad", "still zero"),
        "uphill": ("m.mul_(momentum).add_(rate * p.grad)\n            p += m", "-1 times"),
        "subtracted": ("m.mul_(momentum).sub_(rate * p.grad)\n            p -= m", "-1 times"),
        "an average": ("m.mul_(momentum).sub_((1 - momentum) * rate * p.grad)\n            p += m", "0.2 times"),
        "the rate twice": ("m.mul_(momentum).sub_(rate * p.grad)\n            p += rate * m", "0.1 times"),
        "no rate": ("m.mul_(momentum).sub_(p.grad)\n            p += m", "10 times"),
        "Nesterov's": (
            "m.mul_(momentum).sub_(rate * p.grad)\n            p += momentum * m - rate * p.grad",
            "1.8 times",
        ),
        "moved before": ("p += m\n            m.mul_(momentum).sub_(rate * p.grad)", "do not move"),
        "a copy": ("m.mul_(momentum).sub_(rate * p.grad)\n            p.clone().add_(m)", "do not move"),
        "another p": ("m.mul_(momentum).sub_(rate * p.grad)\n            p = p + m", "do not move"),
        "all of the last": ("m.sub_(rate * p.grad)\n            p += m", "After step 2"),
        "1 - momentum": ("m.mul_(1 - momentum).sub_(rate * p.grad)\n            p += m", "After step 2"),
        "squared": ("m.mul_(momentum**2).sub_(rate * p.grad)\n            p += m", "After step 2"),
        "the gradient shrunk": (
            "m.mul_(momentum).sub_(p.grad.mul_(rate))\n            p += m",
            "changes the gradients",
        ),
        "new tensors": (
            "def momentum_step(parameters, movements, rate, momentum):\n    with torch.no_grad():\n"
            "        for i, m in enumerate(movements):\n"
            "            m.mul_(momentum).sub_(rate * parameters[i].grad)\n"
            "            parameters[i] = parameters[i] + m",
            "the network knows nothing",
        ),
        "recorded": (
            "def momentum_step(parameters, movements, rate, momentum):\n"
            "    for p, m in zip(parameters, movements):\n"
            "        m.mul_(momentum).sub_(rate * p.grad)\n        p += m",
            "It stops with RuntimeError",
        ),
    },
}
ALSO_RIGHT = {  # task: {what somebody might try: the function or its expression}
    "gradient_norm": {
        "PyTorch's": "torch.nn.utils.get_total_norm(grads).item()",
        "in one piece": "torch.cat([g.flatten() for g in grads]).norm()",
        "clipped at infinity": 'torch.nn.utils.clip_grad_norm_(network.parameters(), float("inf")).item()',
    },
    "hessian_times": {
        "grad_outputs": "torch.autograd.grad(g, theta, v)[0]",
        "forward over reverse": "torch.func.jvp(torch.func.grad(loss), (theta.detach(),), (v,))[1]",
        "PyTorch's": "torch.autograd.functional.hvp(loss, theta.detach(), v)[1]",
        "a short difference": "(lambda at, e: (torch.func.grad(loss)(at + e * v) - torch.func.grad(loss)(at - e * v))"
        " / (2 * e))(theta.detach(), 1e-5 / v.norm())",
    },
    "lowest": {
        "the other end": "value + c.abs(), -v",
        "shifted farther": "(lambda far, shift: (far[0] + shift, far[1]))("
        "farthest(lambda v: times(v) - 9 * c.abs() * v, 900), 9 * c.abs())",
        "Lanczos": "def lowest(times, size):\n    from scipy.sparse.linalg import LinearOperator, eigsh\n"
        "    product = lambda v: times(torch.tensor(v).flatten()).numpy()\n"
        "    values, vectors = eigsh(LinearOperator((size, size), product, dtype=float), 1, which='SA')\n"
        "    return values[0], torch.tensor(vectors[:, 0])",
    },
    "escape": {
        "thirds": "min((theta + w * s * u for s in (0.01, 0.03, 0.1, 0.3, 1, 3) for w in (1, -1)), key=loss)",
        "halving": "min((theta + w * 8 * 0.5**i * u for i in range(12) for w in (1, -1)), key=loss)",
        "a grid": "min((theta + s * u for s in torch.arange(-10, 10, 0.05)), key=loss)",
    },
    "momentum_step": {
        "PyTorch's way": "m.mul_(momentum).add_(p.grad)\n            p -= rate * m",
        "data": "m.copy_(momentum * m - rate * p.grad)\n            p.data += m",
        "in the list": "def momentum_step(parameters, movements, rate, momentum):\n"
        "    for i, p in enumerate(parameters):\n"
        "        movements[i] = momentum * movements[i] - rate * p.grad\n        p.data.add_(movements[i])",
    },
}


def end(lines):
    """What the last cell says, whoever mended the script."""
    steps = {line.split()[0]: int(line.split()[1]) for line in lines if line.endswith("steps at a guess")}
    assert steps["wait"] > 2 * steps["momentum"] > 2 * steps["anew"] > 2 * steps["eigenvector"]


def story(lines):
    """What the page says of these lines."""
    text = "\n".join(lines)
    stuck, default = map(float, re.search(r"stuck ([\d.]+), default ([\d.]+)", text).groups())
    assert stuck < default / 10, "a critical point is near"
    value, residual = map(float, re.search(r"eigenvalue (\S+), residual (\S+)", text).groups())
    assert value < -10 * residual and value < -0.01, "a saddle"
    before, after = map(float, re.search(r"loss (\S+), after one step (\S+)", text).groups())
    assert after < before - 0.2
