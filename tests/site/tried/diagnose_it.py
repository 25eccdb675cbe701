"""Diagnose it: what somebody might try, wrong and right, and what the page tells."""

import re

SHORT = {  # of most attempts: the function, but for one expression
    "start": "def start(network):\n    for layer in network[::2]:\n        {}",
    "draw": "def draw(images, labels):\n    rows = {}\n    return images[rows], labels[rows]",
    "build": "def build(layers):\n    hidden = [part for _ in range(layers) for part in ({},)]\n"
    "    return nn.Sequential(*hidden, nn.Linear(64, CLASSES))",
    "choose": "def choose(rows):\n    return {}",
    "read": "def read(part):\n    pixels, labels = SCANS[part]\n    return {}, labels",
}
DRAW = "def draw(images, labels):\n    rows = torch.randint(len(images), (BATCH,))\n    return {}, {}"
BUILD = "def build(layers):\n    return nn.Sequential({}nn.Linear({}, CLASSES){})"
TANH = "nn.Linear(64, 64), nn.Tanh(), "
SKIP = """class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.size = nn.Linear(64, 64), nn.Parameter(torch.{})

    def forward(self, x):
        return x + self.size * {}(self.layer(x))


def build(layers):
    return nn.Sequential(*(Skip() for _ in range(layers)), nn.Linear(64, CLASSES))"""
READ = "def read(part):\n    pixels, labels = SCANS[{}]\n    return {}, {}"
TURNED = "(16 - pixels if part == 'test' else pixels)"
WRONG = {  # task: {what somebody might try: (the function or its expression, what the check answers)}
    "start": {
        "all zero": ("nn.init.zeros_(layer.weight)", "they stay equal"),
        "all equal": ("nn.init.constant_(layer.weight, 1 / 64)", "they stay equal"),
        "half the size": ("nn.init.normal_(layer.weight, std=0.5)", "The loss starts at"),
        "not a number": ("nn.init.constant_(layer.weight, torch.nan)", "The loss starts at nan"),
        "tiny": ("nn.init.normal_(layer.weight, std=1e-6)", "hardly falls"),
        "small": ("nn.init.normal_(layer.weight, std=0.01)", "hardly falls"),
        "no sign": ("nn.init.uniform_(layer.weight, 0, 0.1)", "hardly falls"),
        "every bias 5": ("nn.init.constant_(layer.bias, 5)", "hardly falls"),
        "hidden biases 5": (
            "def start(network):\n    for layer in network[:-1:2]:\n        nn.init.constant_(layer.bias, 5)",
            "hardly falls",
        ),
        "one layer zero": ("def start(network):\n    nn.init.zeros_(network[2].weight)", "they stay equal"),
        "frozen weights": ("layer.weight.requires_grad_(False)", "hardly falls"),
    },
    "draw": {
        "always the first": ("torch.arange(BATCH)", "every batch is the same"),
        "one seed": (
            "torch.randint(len(images), (BATCH,), generator=torch.Generator().manual_seed(0))",
            "every batch is the same",
        ),
        "everything": ("torch.arange(len(images))", "should hold 32"),
        "the first 40": ("torch.randint(40, (BATCH,))", "96% of the images hardly ever"),
        "the last 100": ("len(images) - 1 - torch.randint(100, (BATCH,))", "90% of the images hardly ever"),
        "every second": ("torch.randint(len(images) // 2, (BATCH,)) * 2", "50% of the images hardly ever"),
        "one image": ("torch.randint(len(images), (1,)).repeat(BATCH)", "only 1 different"),
        "sixteen twice": ("torch.randint(len(images), (16,)).repeat(2)", "only 16 different"),
        "a stretch": ("torch.arange(BATCH) + torch.randint(len(images) - BATCH, (1,))", "a piece of the data"),
        "a shuffled stretch": (
            "torch.randperm(BATCH) + torch.randint(len(images) - BATCH, (1,))",
            "a piece of the data",
        ),
        "shifted labels": (DRAW.format("images[rows]", "labels[rows].roll(1)"), "100% of the images"),
        "sorted labels": (DRAW.format("images[rows]", "labels[rows].sort().values"), "the label of another"),
        "the first labels": (DRAW.format("images[rows]", "labels[:BATCH]"), "the label of another"),
    },
    "build": {
        "wider": (
            BUILD.format(
                "*[p for i in range(layers) for p in (nn.Linear(256 if i else 64, 256), nn.Sigmoid())], ", 256, ""
            ),
            "still ends at",
        ),
        "deeper": ("*[p for _ in range(5) for p in (nn.Linear(64, 64), nn.Sigmoid())]", "still ends at"),
        "one layer": (BUILD.format(TANH, 64, ""), "builds 1, 1 and 1"),
        "one layer, as it was": (BUILD.format("nn.Linear(64, 64), nn.Sigmoid(), ", 64, ""), "builds 1, 1 and 1"),
        "always three": (BUILD.format(3 * TANH, 64, ""), "builds 3, 3 and 3"),
        "linear": (BUILD.format("", 64, ""), "builds 0, 0 and 0"),
        "no activation": ("nn.Linear(64, 64)", "builds 0, 0 and 0"),
        "no bend": ("nn.Linear(64, 64), nn.LeakyReLU(1.0)", "builds 0, 0 and 0"),
        "normalized only": ("nn.Linear(64, 64), nn.BatchNorm1d(64)", "builds 0, 0 and 0"),
        "one activation": (
            BUILD.format(TANH + "*(nn.Linear(64, 64) for _ in range(layers - 1)), ", 64, ""),
            "builds 1, 1 and 1",
        ),
        "dropout of nearly all": (TANH + "nn.Dropout(0.99)", "still ends at"),
        "softmax twice": (
            BUILD.format(f"*[p for _ in range(layers) for p in ({TANH})], ", 64, ", nn.Softmax(1)"),
            "still ends at",
        ),
    },
    "choose": {
        "forty others": ("rows[40:80]", "of a guess"),
        "forty, repeated": ("rows[:40].repeat(25)", "of a guess"),
        "five classes": ("rows[SCANS['training'][1][rows] < 5]", "of a guess"),
        "validation data": ("torch.cat([rows, VALIDATION])", "400 of the examples"),
        "one of the validation data": ("torch.cat([rows, VALIDATION[:1]])", "1 of the examples"),
        "every 120": ("rows[:120]", "880 of 1000 images lie idle"),
        "half": ("rows[::2]", "500 of 1000 images lie idle"),
        "half, twice": ("rows[:500].repeat(2)", "500 of 1000 images lie idle"),
        "with replacement": ("rows[torch.randint(len(rows), (1000,))]", "lie idle"),
    },
    "read": {
        "standardized": ("(pixels - pixels.mean()) / pixels.std()", "Look at the pixels"),
        "both turned": ("1 - pixels / 16", "Look at the pixels"),
        "grey tests": ("(pixels * 0 + 8 if part == 'test' else pixels) / 16", "Look at the pixels"),
        "not a number": (f"{TURNED} * torch.nan", "Look at the pixels"),
        "all zero": ("pixels * 0", "Only \\d+% of the test digits"),
        "no contrast": (f"{TURNED} / 1600", "Only \\d+% of the test digits"),
        "training scans": (READ.format("'training'", "pixels / 16", "labels"), "not the test scans' labels"),
        "sorted labels": (READ.format("part", TURNED, "labels.sort().values"), "not the test scans' labels"),
        "the labels": ("nn.functional.one_hot(labels, 64).float()", "depend on their labels"),
        "the labels too": (f"{TURNED} / 16 + nn.functional.one_hot(labels, 64)", "depend on their labels"),
        "not scaled": ("16 - pixels if part == 'test' else pixels / 16", "two images in the two scanners"),
        "scaled twice": ("(16 - pixels) / 32 if part == 'test' else pixels / 16", "two images in the two scanners"),
        "clipped": ("(16 - pixels).clamp(0, 8) / 16 if part == 'test' else pixels / 16", "two images"),
        "negative": ("(-pixels if part == 'test' else pixels) / 16", "two images in the two scanners"),
    },
}
ALSO_RIGHT = {  # task: {what somebody might try: the function or its expression}
    "start": {
        "PyTorch's": "pass",
        "Xavier": "nn.init.xavier_normal_(layer.weight)",
        "He": "nn.init.kaiming_uniform_(layer.weight)",
        "orthogonal": "nn.init.orthogonal_(layer.weight)",
        "std 0.05": "nn.init.normal_(layer.weight, std=0.05)",
        "identity": "nn.init.eye_(layer.weight)",
        "a last layer of zeros": "def start(network):\n    nn.init.zeros_(network[-1].weight)",
    },
    "draw": {
        "without replacement": "torch.randperm(len(images))[:BATCH]",
        "sorted": "torch.randint(len(images), (BATCH,)).sort().values",
        "multinomial": "torch.multinomial(torch.ones(len(images)), BATCH)",
    },
    "build": {
        **{name: f"nn.Linear(64, 64), nn.{name}()" for name in ("ReLU", "SiLU", "GELU", "ELU", "PReLU", "Softplus")},
        "batch norm": "nn.Linear(64, 64), nn.BatchNorm1d(64), nn.Sigmoid()",
        "layer norm": "nn.Linear(64, 64), nn.LayerNorm(64), nn.Sigmoid()",
        "nested": "nn.Sequential(nn.Linear(64, 64), nn.ReLU())",
        "gated": "nn.Linear(64, 128), nn.GLU()",
        "some dropout": "nn.Linear(64, 64), nn.Tanh(), nn.Dropout(0.1)",
        "skip connections": SKIP.format("ones(1)", "torch.sigmoid"),
        "skip connections, closed at first": SKIP.format("zeros(1)", "torch.relu"),
    },
    "choose": {"rows[:800]": "rows[:800]", "rows[100:]": "rows[100:]", "shuffled": "rows[torch.randperm(len(rows))]"},
    "read": {
        "centred": f"{TURNED} / 16 - 0.5",
        "standardized": f"({TURNED} - 4.9) / 6",
        "each by its own": f"({TURNED} - {TURNED}.mean(1, keepdim=True)) / {TURNED}.std(1, keepdim=True)",
        "found by brightness": "(pixels if pixels.mean() < 8 else 16 - pixels) / 16",
        "each by its corner": "torch.where(pixels[:, :1] > 8, 16 - pixels, pixels) / 16",
        "square root": f"{TURNED}.sqrt() / 4",
    },
}

FOUND = ["wrong start", "broken step", "optimization", "overfitting", "mismatch", "healthy"]


def end(lines):
    """What the last table says, whoever mended the script."""
    assert [line.split("%  ")[1] for line in lines if re.match(r" *\d+%  ", line)] == FOUND


def story(lines):
    """What the page says of these lines."""
    accuracy = [int(line.split("%")[0]) for line in lines if re.match(r" *\d+%  ", line)]
    assert max(accuracy[:5]) < 20 and accuracy[5] > 90
    leaves = [line.split(":")[0] for line in lines if line.startswith("→")]
    assert leaves[-3:] == ["→ model bias", "→ model bias", "→ optimization"], "the answers to the exercises"
