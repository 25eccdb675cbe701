"""Choose an optimizer: what somebody might try, wrong and right, and what the page tells."""

SHORT = {
    "update": "@torch.no_grad()\ndef update(network, memories, eta, m, sigma):\n"
    "    for theta, own in zip(network.parameters(), memories):\n        g = theta.grad\n        {}",
    "average": "def average(own, g):\n    t = own['t']\n    {}",
    "size": "def size(own, g):\n    t = own['t']\n    {}",
    "schedule": "def schedule(t):\n    return {}",
    "choose": "def choose(runs):\n    return {}",
}
M = 'own["m"] = 0.9 * own.get("m", 0) + 0.1 * g'
V = 'own["v"] = 0.999 * own.get("v", 0) + 0.001 * g.square()'
WARMED = "t / WARM if t < WARM else "
WRONG = {  # task: {what somebody might try: (the function or its expression, what the check answers)}
    "update": {
        "uphill": ("theta += eta / sigma(own, g) * m(own, g)", "uphill"),
        "no sigma": ("sigma(own, g)\n        theta -= eta * m(own, g)", "leaves σ out"),
        "times sigma": ("theta -= eta * sigma(own, g) * m(own, g)", "multiplies by σ"),
        "sigma squared": ("theta -= eta / sigma(own, g) ** 2 * m(own, g)", "moves otherwise"),
        "the root of sigma": ("theta -= eta / sigma(own, g).sqrt() * m(own, g)", "moves otherwise"),
        "one sigma": ("theta -= eta / sigma(own, g).mean() * m(own, g)", "moves otherwise"),
        "the gradient for m": ("m(own, g)\n        theta -= eta / sigma(own, g) * g", "the gradient for m"),
        "no rate": ("theta -= m(own, g) / sigma(own, g)", "leaves η out"),
        "the first alone": ("theta -= eta / sigma(own, g) * m(own, g)\n        break", "moves otherwise"),
        "a copy": ("theta.clone().sub_(eta / sigma(own, g) * m(own, g))", "do not move"),
        "asked twice": ("theta -= eta / sigma(own, g) * (m(own, g) + m(own, g)) / 2", "asked once"),
        "one memory": (
            "own = memories[0]\n        theta -= eta / sigma(own, g) * m(own, g)",
            "its own memory",
        ),
        "the gradient changed": (
            "step = eta / sigma(own, g) * m(own, g)\n        theta -= g.copy_(step)",
            "changes the gradients",
        ),
        "frozen": (
            "theta -= eta / sigma(own, g) * m(own, g)\n        theta.requires_grad_(False)",
            "cannot be trained",
        ),
        "recorded": (
            "def update(network, memories, eta, m, sigma):\n"
            "    for theta, own in zip(network.parameters(), memories):\n"
            "        theta -= eta / sigma(own, theta.grad) * m(own, theta.grad)",
            "It stops with RuntimeError",
        ),
        "new parameters": (
            "def update(network, memories, eta, m, sigma):\n"
            "    for (name, theta), own in zip([*network.named_parameters()], memories):\n"
            "        place, kind = name.split('.')\n"
            "        new = theta - eta / sigma(own, theta.grad) * m(own, theta.grad)\n"
            "        setattr(network[int(place)], kind, nn.Parameter(new))",
            "new parameters now",
        ),
    },
    "average": {
        "not corrected": (f'{M}\n    return own["m"]', "For 2 it is 0.2"),
        "a sum, corrected": (
            'own["m"] = 0.9 * own.get("m", 0) + g\n    return own["m"] / (1 - 0.9**t)',
            "For 2 it is 20",
        ),
        "one step late": (f'{M}\n    return own["m"] / (1 - 0.9 ** (t + 1))', "For 2 it is 1.05"),
        "one step early": (f'{M}\n    return own["m"] / (1 - 0.9 ** (t - 1) + 1e-9)', "After one gradient"),
        "kept corrected": (f'{M} \n    own["m"] = own["m"] / (1 - 0.9**t)\n    return own["m"]', "After thirty"),
        "a movement": (f'{M}\n    return -own["m"] / (1 - 0.9**t)', "point along the gradients"),
        "the last": ("return g", "the last gradient alone"),
        "begun with the first": ('own["m"] = 0.9 * own.get("m", g) + 0.1 * g\n    return own["m"]', "not 0.2"),
        "all alike": ('own["m"] = own.get("m", 0) + g\n    return own["m"] / t', "not -3"),
        "weights exchanged": (
            'own["m"] = 0.1 * own.get("m", 0) + 0.9 * g\n    return own["m"] / (1 - 0.1**t)',
            "should be −3.21",
        ),
        "0.99": ('own["m"] = 0.99 * own.get("m", 0) + 0.01 * g\n    return own["m"] / (1 - 0.99**t)', "not -3.02"),
        "squares": (f'{M} * g\n    return own["m"] / (1 - 0.9**t)', "For 2 it is 4"),
        "sizes": (f'{M.replace("* g", "* g.abs()")}\n    return own["m"] / (1 - 0.9**t)', "For -3 it is 3"),
        "one for all": (f'{M}.mean()\n    return own["m"] / (1 - 0.9**t)', "After one gradient"),
        "in the gradient": ("return g.mul_(0.5).add_(own.get('m', 0))", "changes the gradient"),
        "nothing": (M, "it returns nothing"),
    },
    "size": {
        "no root": (f'{V}\n    return own["v"] / (1 - 0.999**t) + 1e-8', "not 16"),
        "not corrected": (f'{V}\n    return own["v"].sqrt() + 1e-8', "not 0.126"),
        "corrected after the root": (f'{V}\n    return own["v"].sqrt() / (1 - 0.999**t) + 1e-8', "not 126"),
        "no epsilon": (f'{V}\n    return (own["v"] / (1 - 0.999**t)).sqrt()', "0/0"),
        "epsilon under the root": (f'{V}\n    return (own["v"] / (1 - 0.999**t) + 1e-8).sqrt()', "too large"),
        "a large epsilon": (f'{V}\n    return (own["v"] / (1 - 0.999**t)).sqrt() + 1e-3', "too large"),
        "one for all": (f'{V}.mean()\n    return (own["v"] / (1 - 0.999**t)).sqrt() + 1e-8', "of a gradient's shape"),
        "a length": ("return g.norm() + 1e-8", "of a gradient's shape"),
        "the last": ("return g.abs() + 1e-8", "should be 5.0013, not 7"),
        "Adagrad": ('own["v"] = own.get("v", 0) + g * g\n    return own["v"].sqrt() + 1e-8', "not 7.07"),
        "all alike": ('own["v"] = own.get("v", 0) + g * g\n    return (own["v"] / t).sqrt() + 1e-8', "not 5.0000"),
        "the mean size": (
            'own["v"] = 0.999 * own.get("v", 0) + 0.001 * g.abs()\n    return own["v"] / (1 - 0.999**t) + 1e-8',
            "not 4.00",
        ),
        "the largest": ('own["v"] = torch.maximum(g.abs(), own.get("v", 0 * g))\n    return own["v"] + 1e-8', "not 7"),
        "0.9": (
            'own["v"] = 0.9 * own.get("v", 0) + 0.1 * g * g\n    return (own["v"] / (1 - 0.9**t)).sqrt() + 1e-8',
            "not 5.12",
        ),
        "signed": (
            'own["v"] = 0.999 * own.get("v", 0) + 0.001 * g\n    return own["v"] / (1 - 0.999**t) + 1e-8',
            "gradient of -4, σ should be 4, not -4",
        ),
        "kept corrected": (
            f'{V}\n    own["v"] = own["v"] / (1 - 0.999**t)\n    return own["v"].sqrt() + 1e-8',
            "should be",
        ),
    },
    "schedule": {
        "always": ("1.0", "no warm-up"),
        "falls only": ("(STEPS - t) / STEPS", "no warm-up"),
        "rises only": ("min(t / WARM, 1)", "At the end the factor is still 1"),
        "rises to the end": ("t / STEPS", "The top comes in step 200"),
        "a tent": ("1 - abs(2 * t / STEPS - 1)", "The top comes in step 100"),
        "begins at 0": ("(t - 1) / WARM if t <= WARM else (STEPS - t) / (STEPS - WARM)", "Until step 1 nothing"),
        "twice as large": (f"2 * ({WARMED}(STEPS - t) / (STEPS - WARM))", "not 2"),
        "below 0": (f"{WARMED}1 - (t - WARM) / 100", "below 0"),
        "above 1 at the start": (f"{WARMED}STEPS / t", "largest factor should be 1, not 10"),
        "falls too slowly": (f"{WARMED}(WARM / t) ** 0.5", "still 0.32"),
        "again and again": ("t % WARM / WARM", "nothing else"),
        "in stairs": (f"{WARMED}0.1 ** ((t - WARM) // 60)", "jumps"),
        "half as high after the top": ("t / WARM if t <= WARM else (STEPS - t) / (STEPS - WARM) / 2", "jumps"),
        "a wave": (f"{WARMED}abs(1 - t % 40 / 20)", "The top comes in step 40"),
        "nothing after the top": ("t / WARM if t <= WARM else 0.0", "jumps"),
        "nothing": ("None", "needs a number"),
    },
    "choose": {
        "the test": ('min(runs, key=lambda run: run["test"])', "looks at the test data"),
        "the largest": ('max(runs, key=lambda run: run["validation"])', "the worst run"),
        "the first": ("runs[0]", "Another run"),
        "the last": ("runs[-1]", "the worst run"),
        "the gap": ('min(runs, key=lambda run: abs(run["validation"] - run["training"]))', "Another run"),
        "the smallest rate": ('min(runs, key=lambda run: run["rate"])', "Another run"),
        "with the test": ('min(runs, key=lambda run: run["validation"] + run["test"])', "the test data"),
        "with the training": (
            'min(runs, key=lambda run: run["validation"] + run["training"])',
            "training losses change",
        ),
        "its name": ('min(runs, key=lambda run: run["validation"])["rule"]', "one of the runs"),
        "its place": ('min(range(len(runs)), key=lambda i: runs[i]["validation"])', "one of the runs"),
        "no care of nan": ('min(runs, key=lambda run: run["validation"])', "not a number"),
        "sorted": ('sorted(runs, key=lambda run: run["validation"])[0]', "not a number"),
        "a loop": (
            "def choose(runs):\n    best = runs[0]\n    for run in runs:\n"
            '        if run["validation"] < best["validation"]:\n            best = run\n    return best',
            "not a number",
        ),
        "the test decides in doubt": (
            'min((r for r in runs if r["test"] < 8.5), key=lambda run: run["validation"])',
            "It stops with ValueError",
        ),
    },
}
ALSO_RIGHT = {  # task: {what somebody might try: the function or its expression}
    "update": {
        "data": "theta.data = theta - eta / sigma(own, g) * m(own, g)",
        "copied": "theta.copy_(theta - eta * m(own, g) / sigma(own, g))",
        "PyTorch's way": "theta.addcdiv_(m(own, g), sigma(own, g) * torch.ones_like(g), value=-eta)",
    },
    "average": {
        "lerp": 'own["m"] = own.get("m", torch.zeros_like(g)).lerp(g, 0.1)\n    return own["m"] / (1 - 0.9**t)',
        "all of them": 'own.setdefault("all", []).append(g.clone())\n'
        "    weights = [0.9 ** (t - i) for i in range(1, t + 1)]\n"
        '    return sum(w * g for w, g in zip(weights, own["all"])) / sum(weights)',
        "the weights added up": 'own["n"] = 0.9 * own.get("n", 0) + 1\n    own["m"] = 0.9 * own.get("m", 0) + g\n'
        '    return own["m"] / own["n"]',
    },
    "size": {
        "at least": f'{V}\n    return (own["v"] / (1 - 0.999**t)).sqrt().clamp(min=1e-12)',
        "1 for 0": f'{V}\n    s = (own["v"] / (1 - 0.999**t)).sqrt()\n    return torch.where(s == 0, 1.0, s)',
        "two roots": f'{V}\n    return own["v"].sqrt() / (1 - 0.999**t) ** 0.5 + 1e-8',
    },
    "schedule": {
        "half a wave": f"{WARMED}(1 + torch.cos(torch.tensor((t - WARM) / (STEPS - WARM) * torch.pi)).item()) / 2",
        "never quite 0": f"{WARMED}(STEPS + 1 - t) / (STEPS + 1 - WARM)",
        "exponential": f"{WARMED}0.01 ** ((t - WARM) / (STEPS - WARM))",
    },
    "choose": {
        "nan last": 'min(runs, key=lambda run: (not isfinite(run["validation"]), run["validation"]))',
        "not too large": 'min((r for r in runs if r["validation"] < 1e9), key=lambda r: r["validation"])',
        "a loop": "def choose(runs):\n    best, least = None, float('inf')\n    for run in runs:\n"
        '        if run["validation"] < least:\n            best, least = run, run["validation"]\n    return best',
    },
}


def end(lines):
    """What the last cells say, whoever mended the script."""
    assert lines.count("the same as torch.optim.Adam after 200 steps: True") == 1
    assert any(line.startswith("chosen: all three") for line in lines)


def story(lines):
    """What the page says of these lines."""
    rows = [line.split(", rate ") for line in lines if ", rate " in line]
    losses = {(name, float(rest.split()[0])): float(rest.split()[-1]) for name, rest in rows}
    assert losses["momentum", 3] < 1 < losses["gradient", 3], "it stands a rate that gradient descent does not"
    assert abs(losses["momentum", 0.3] - losses["gradient", 0.3]) < 0.02, "the same at a small rate"
    best = {name: min((loss, rate) for (rule, rate), loss in losses.items() if rule == name) for name, _ in losses}
    assert best["momentum, σ"][1] < best["momentum"][1] / 50, "a hundred times smaller"
    spread = max(loss for loss, _ in best.values()) - min(loss for loss, _ in best.values())
    assert spread < losses["gradient", 3], "rules differ by less than rates"
    test = float(next(line for line in lines if line.startswith("test loss")).split()[-1])
    assert test > best["all three"][0]
