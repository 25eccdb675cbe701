"""Normalize it: what somebody might try, wrong and right, and what the page tells."""

import re

SHORT = {
    "standardize": "def standardize(x, train):\n    mean, std = train.mean(0), train.std(0)\n"
    "    one = torch.where(std == 0, 1.0, std)\n    return {}",
    "batch_norm": "def batch_norm(z, gamma, beta, eps=1e-5):\n    mean, variance = z.mean(0), z.var(0, correction=0)\n"
    "    return {}",
    "BatchNorm": "class BatchNorm(nn.Module):\n    def __init__(self, units):\n        super().__init__()\n"
    "        self.gamma, self.beta = nn.Parameter(torch.ones(units)), nn.Parameter(torch.zeros(units))\n"
    '        self.register_buffer("mean", torch.zeros(units))\n'
    '        self.register_buffer("variance", torch.ones(units))\n\n    def forward(self, z):\n        {}',
    "evaluate": "def evaluate(network, x, y):\n    {}",
    "group_norm": "def group_norm(z, groups, gamma, beta, eps=1e-5):\n    parts = z.view(len(z), groups, -1)\n    {}",
}
MOVE = """if self.training:
            with torch.no_grad():
                self.mean += 0.1 * (z.mean(0) - self.mean)
                self.variance += 0.1 * (z.var(0) - self.variance)
        """
NORM = "batch_norm(z, self.gamma, self.beta)"
USE = f"return {NORM} if self.training else self.gamma * (z - self.mean) / (self.variance + 1e-5).sqrt() + self.beta"
PARTS = """mean, variance = parts.mean(2, keepdim=True), parts.var(2, keepdim=True, correction=0)
    {}"""
SCALED = "((parts - mean) / (variance + eps).sqrt())"
WRONG = {  # task: {what somebody might try: (the function or its expression, what the check answers)}
    "standardize": {
        "its own": (
            "(x - x.mean(0)) / torch.where(x.std(0, correction=0) == 0, 1.0, x.std(0, correction=0))",
            "other new ones",
        ),
        "its own mean": ("(x - x.mean(0)) / one", "hangs on the other new ones"),
        "all data together": (
            "(lambda all: (x - all.mean(0)) / torch.where(all.std(0) == 0, 1.0, all.std(0)))(torch.cat([x, train]))",
            "other new ones",
        ),
        "rows": ("(x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True)", "has the deviation"),
        "one for all": ("(x - train.mean()) / train.std()", "has the deviation"),
        "one deviation": ("(x - mean) / train.std()", "has the deviation"),
        "centered only": ("x - mean", "has the deviation"),
        "scaled only": ("x / one", "has the mean"),
        "the variance": ("(x - mean) / one**2", "has the deviation"),
        "from 0 to 1": (
            "(x - train.amin(0)) / (train.amax(0) - train.amin(0) + (std == 0))",
            "has the deviation",
        ),
        "by the largest": ("x / train.abs().amax(0)", "has the deviation"),
        "multiplied": ("(x - mean) * one", "has the deviation"),
        "no care of constants": ("(x - mean) / std", "constant column"),
        "a tiny number added": ("(x - mean) / (std + 1e-8)", "nothing huge"),
        "a large number added": ("(x - mean) / (std + 1)", "has the deviation"),
        "in place": ("x.sub_(mean).div_(one)", "changes the data"),
        "without the constant column": ("((x - mean) / one)[:, std > 0]", "as many rows and columns"),
        "nothing": ("None", "as many rows and columns"),
    },
    "batch_norm": {
        "examples": (
            "gamma * (z - z.mean(1, keepdim=True)) / (z.var(1, keepdim=True, correction=0) + eps).sqrt() + beta",
            "over the batch, not 0",
        ),
        "all units together": ("gamma * (z - z.mean()) / (z.var(correction=0) + eps).sqrt() + beta", "over the batch"),
        "n - 1": ("gamma * (z - mean) / (z.var(0) + eps).sqrt() + beta", "13% too small"),
        "no root": ("gamma * (z - mean) / (variance + eps) + beta", "deviation"),
        "epsilon after the root": ("gamma * (z - mean) / (variance.sqrt() + eps) + beta", "under the root"),
        "no epsilon": ("gamma * (z - mean) / variance.sqrt() + beta", "0/0"),
        "epsilon added to all": (
            "gamma * (z - mean) / variance.clamp(min=1e-30).sqrt() + eps + beta",
            "the mean 1e-05",
        ),
        "not centered": ("gamma * z / (variance + eps).sqrt() + beta", "over the batch, not 0"),
        "not scaled": ("gamma * (z - mean) + beta", "deviation"),
        "no gamma": ("(z - mean) / (variance + eps).sqrt() + beta", "at the end"),
        "no beta": ("gamma * (z - mean) / (variance + eps).sqrt()", "at the end"),
        "beta inside": ("gamma * ((z - mean) / (variance + eps).sqrt() + beta)", "at the end"),
        "gamma before": ("(gamma * z - mean) / (variance + eps).sqrt() + beta", "at the end"),
        "beta subtracted": ("gamma * (z - mean) / (variance + eps).sqrt() - beta", "at the end"),
        "constants": ("gamma * (z - mean.detach()) / (variance.detach() + eps).sqrt() + beta", "gradient is another"),
        "a constant variance": ("gamma * (z - mean) / (variance.detach() + eps).sqrt() + beta", "gradient is another"),
        "in place": ("z.sub_(mean).div_((variance + eps).sqrt()).mul_(gamma).add_(beta)", "changes z"),
        "nothing": ("None", "a tensor like z"),
    },
    "BatchNorm": {
        "the batch in both modes": (f"{MOVE}return {NORM}", "hangs on the rest"),
        "never moved": (USE, "nobody moved it"),
        "the averages in both modes": (
            f"{MOVE}return self.gamma * (z - self.mean) / (self.variance + 1e-5).sqrt() + self.beta",
            "In training mode",
        ),
        "modes exchanged": (MOVE + USE.replace("if self.training", "if not self.training"), "In training mode"),
        "0.9 of the new": (f"{MOVE.replace('0.1', '0.9')}{USE}", "keep 0.9 of itself"),
        "0.01 of the new": (f"{MOVE.replace('0.1', '0.01')}{USE}", "keep 0.9 of itself"),
        "over n": (MOVE.replace("z.var(0)", "z.var(0, correction=0)") + USE, "divide by n − 1"),
        "the deviation": (MOVE.replace("z.var(0)", "z.std(0)") + USE, "average variance should"),
        "the mean only": (
            "if self.training:\n            with torch.no_grad():\n"
            f"                self.mean += 0.1 * (z.mean(0) - self.mean)\n        {USE}",
            "variances is still 1",
        ),
        "the last batch": (
            "if self.training:\n            with torch.no_grad():\n                self.mean.copy_(z.mean(0))\n"
            f"                self.variance.copy_(z.var(0))\n        {USE}",
            "keep 0.9 of itself",
        ),
        "moved in both modes": (
            MOVE.replace("if self.training:", "if len(z) > 1:") + USE,
            "goes on moving",
        ),
        "the graph kept": (
            "if self.training:\n            self.mean = 0.9 * self.mean + 0.1 * z.mean(0)\n"
            f"            self.variance = 0.9 * self.variance + 0.1 * z.var(0)\n        {USE}",
            "keep the graph",
        ),
        "no epsilon": (MOVE + USE.replace(" + 1e-5", ""), "stand in the place"),
        "no gamma": (
            f"{MOVE}return {NORM} if self.training else (z - self.mean) / (self.variance + 1e-5).sqrt() * 2",
            "stand in the place",
        ),
        "no root": (MOVE + USE.replace(".sqrt()", ""), "stand in the place"),
        "not saved": (
            SHORT["BatchNorm"]
            .replace('self.register_buffer("mean", torch.zeros(units))', "self.mean = torch.zeros(units)")
            .replace('self.register_buffer("variance", torch.ones(units))', "self.variance = torch.ones(units)")
            .format(MOVE + USE),
            "missing from state_dict",
        ),
    },
    "evaluate": {
        "no graph only": (
            "with torch.no_grad():\n        return cross_entropy(network(x), y).item()",
            "moves the averages",
        ),
        "for ever": ("network.eval()\n    return cross_entropy(network(x), y).item()", "in evaluation mode: training"),
        "always training after": (
            "network.eval()\n    loss = cross_entropy(network(x), y).item()\n    network.train()\n    return loss",
            "was in evaluation mode before",
        ),
        "the outermost": (
            "network.training = False\n    loss = cross_entropy(network(x), y).item()\n"
            "    network.training = True\n    return loss",
            "moves the averages",
        ),
        "batch norm only": (
            "norms = [m.eval() for m in network.modules() if isinstance(m, nn.BatchNorm1d)]\n"
            "    loss = cross_entropy(network(x), y).item()\n"
            "    [m.train() for m in norms]\n    return loss",
            "Two calls",
        ),
        "a copy in training mode": (
            "return cross_entropy(copy.deepcopy(network).train()(x), y).item()",
            "Two calls",
        ),
        "with the graph": (
            "was = network.training\n    loss = cross_entropy(network.eval()(x), y)\n"
            "    network.train(was)\n    return loss",
            "without the graph",
        ),
        "a sum": (
            "return cross_entropy(copy.deepcopy(network).eval()(x), y, reduction='sum').item()",
            "the mean loss would be",
        ),
        "one by one": (
            "return cross_entropy(copy.deepcopy(network).eval()(x), y, reduction='none')",
            "one number",
        ),
        "softmax twice": (
            "return cross_entropy(copy.deepcopy(network).eval()(x).softmax(1), y).item()",
            "the mean loss would be",
        ),
        "the accuracy": (
            "return (copy.deepcopy(network).eval()(x).argmax(1) == y).double().mean().item()",
            "the mean loss would be",
        ),
        "statistics of what is evaluated": (
            "network.train()\n    network(x)\n    network.eval()\n"
            "    loss = cross_entropy(network(x), y).item()\n    network.train()\n    return loss",
            "moves the averages",
        ),
        "nothing": ("network.eval()", "one number"),
    },
    "group_norm": {
        "the batch": (
            "parts = (parts - parts.mean(0)) / (parts.var(0, correction=0) + eps).sqrt()\n"
            "    return gamma * parts.view(z.shape) + beta",
            "hangs on the others",
        ),
        "groups of examples": (
            "parts = z.reshape(groups, -1, z.shape[1]) if len(z) % groups == 0 else z[None]\n"
            "    mean, variance = parts.mean(1, keepdim=True), parts.var(1, keepdim=True, correction=0)\n"
            "    parts = (parts - mean) / (variance + eps).sqrt()\n"
            "    return gamma * parts.reshape(z.shape) + beta",
            "hangs on the others",
        ),
        "one group": (
            "mean, variance = z.mean(1, keepdim=True), z.var(1, keepdim=True, correction=0)\n"
            "    return gamma * (z - mean) / (variance + eps).sqrt() + beta",
            "layer norm",
        ),
        "every second unit": (
            "parts = z.view(len(z), -1, groups)\n"
            "    mean, variance = parts.mean(1, keepdim=True), parts.var(1, keepdim=True, correction=0)\n"
            f"    return gamma * {SCALED}.view(z.shape) + beta",
            "every second unit",
        ),
        "n - 1": (
            PARTS.replace(", correction=0", "").format(f"return gamma * {SCALED}.view(z.shape) + beta"),
            "deviation 1, not 0.866",
        ),
        "no root": (
            PARTS.format("return gamma * ((parts - mean) / (variance + eps)).view(z.shape) + beta"),
            "deviation 1",
        ),
        "not centered": (
            PARTS.format("return gamma * (parts / (variance + eps).sqrt()).view(z.shape) + beta"),
            "mean 0",
        ),
        "no gamma": (PARTS.format(f"return {SCALED}.view(z.shape) + beta"), "at the end, on each unit"),
        "no beta": (PARTS.format(f"return gamma * {SCALED}.view(z.shape)"), "at the end, on each unit"),
        "gamma before": (
            PARTS.replace("mean,", "parts = (z * gamma).view(parts.shape)\n    mean,").format(
                f"return {SCALED}.view(z.shape) + beta"
            ),
            "at the end, on each unit",
        ),
        "always two groups": (
            "parts = z.view(len(z), 2, -1)\n    " + PARTS.format(f"return gamma * {SCALED}.view(z.shape) + beta"),
            "another number",
        ),
        "no epsilon": (
            PARTS.format("return gamma * ((parts - mean) / variance.sqrt()).view(z.shape) + beta"),
            "0/0",
        ),
        "in place": (
            PARTS.format(
                "parts.sub_(mean).div_((variance + eps).sqrt())\n    return gamma * parts.view(z.shape) + beta"
            ),
            "changes z",
        ),
        "groups left apart": (PARTS.format(f"return {SCALED}"), "a tensor like z"),
    },
}
ALSO_RIGHT = {  # task: {what somebody might try: the function or its expression}
    "standardize": {
        "scikit-learn's": "torch.tensor(__import__('sklearn.preprocessing').preprocessing.StandardScaler()"
        ".fit(train.numpy()).transform(x.numpy()))",
        "over n": "(x - mean) / torch.where(std == 0, 1.0, train.std(0, correction=0))",
        "nothing for constants": "((x - mean) / std).nan_to_num(0, 0, 0)",
    },
    "batch_norm": {
        "PyTorch's": "nn.functional.batch_norm(z, None, None, gamma, beta, training=True, eps=eps)",
        "rsqrt": "(z - mean) * (variance + eps).rsqrt() * gamma + beta",
        "by hand": "(z - mean) / ((z - mean).square().mean(0) + eps) ** 0.5 * gamma + beta",
    },
    "BatchNorm": {
        "PyTorch's": "return nn.functional.batch_norm("
        "z, self.mean, self.variance, self.gamma, self.beta, self.training, 0.1)",
        "lerp": "if self.training:\n            self.mean.lerp_(z.detach().mean(0), 0.1)\n"
        f"            self.variance.lerp_(z.detach().var(0), 0.1)\n        {USE}",
        "detached": "if self.training:\n            self.mean = 0.9 * self.mean + 0.1 * z.mean(0).detach()\n"
        f"            self.variance = 0.9 * self.variance + 0.1 * z.var(0).detach()\n        {USE}",
    },
    "evaluate": {
        "a copy": "return cross_entropy(copy.deepcopy(network).eval()(x), y).item()",
        "at last": "was = network.training\n    try:\n        return cross_entropy(network.eval()(x), y).item()\n"
        "    finally:\n        network.train(was)",
        "inference mode": "was = network.training\n    network.eval()\n    with torch.inference_mode():\n"
        "        loss = float(cross_entropy(network(x), y))\n    network.train(was)\n    return loss",
    },
    "group_norm": {
        "PyTorch's": "return nn.functional.group_norm(z, groups, gamma, beta, eps)",
        "pieces": "pieces = [nn.functional.layer_norm(p, p.shape[1:], eps=eps) for p in z.chunk(groups, 1)]\n"
        "    return gamma * torch.cat(pieces, 1) + beta",
        "by hand": PARTS.format(
            "parts = (parts - mean) * torch.rsqrt(variance + eps)\n    return parts.flatten(1) * gamma + beta"
        ),
    },
}


def end(lines):
    """What the last cell says, whoever mended the script."""
    rows = [re.match(r"batches of +(\d+), ([^:]+): +validation loss ([\d.]+)", line) for line in lines]
    loss = {(int(row[1]), row[2]): float(row[3]) for row in rows if row}
    assert loss[32, "without"] > 4 * max(loss[32, "batch norm"], loss[32, "group norm"]), "both help"
    assert loss[2, "group norm"] < loss[2, "batch norm"] / 2, "in batches of two batch norm learns from noise"


def story(lines):
    """What the page says of these lines."""
    rates = [re.match(r"rate (\S+): loss (\S+), at last (\S+)", line) for line in lines]
    runs = [(float(row[1]), float(row[2]), float(row[3])) for row in rates if row]
    raw, scaled = runs[:3], runs[3:]
    assert all(first > 50 for _, first, _ in raw) and all(first < 3 for _, first, _ in scaled)
    assert raw[0][2] > 10 and 2.2 < raw[2][2] < 2.4, "huge, and a guess"
    assert scaled[-1][2] < 0.2
    assert "a batch of one: [0.0, 0.0, 0.0]" in lines
    alone = {line.split(":")[0]: float(line.split()[-1]) for line in lines if re.match(r"(without|batch norm):", line)}
    assert alone["batch norm"] < alone["without"] / 2
