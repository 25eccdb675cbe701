"""Programs that are sound, of as many kinds as people write: none of them should raise an alarm."""

import torch
from torch import nn
from torch.nn.functional import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    log_softmax,
    mse_loss,
    nll_loss,
    normalize,
)

from scripts.experiments.first_checks.programs import (
    Program,
    adam,
    changed,
    digits,
    halves,
    images,
    measurements,
    mlp,
    themselves,
)
from scripts.experiments.first_checks.sequences import (
    Attending,
    Masked,
    StepByStep,
    Writer,
    masked_words,
    next_words,
    of_all_places,
    words,
)


class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        first = nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2)
        second = nn.Conv2d(8, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d(2)
        self.layers = nn.Sequential(*first, *second, nn.Flatten(), nn.Linear(64, 10))

    def forward(self, x):
        return self.layers(x.reshape(-1, 1, 8, 8))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent, self.head = nn.LSTM(8, 32, batch_first=True), nn.Linear(32, 10)

    def forward(self, x):
        return self.head(self.recurrent(x.reshape(-1, 8, 8))[0][:, -1])


class Transformer(nn.Module):
    def __init__(self, norm_first):
        super().__init__()
        self.embed, self.place = nn.Linear(8, 16), nn.Parameter(0.02 * torch.randn(8, 16))
        layer = nn.TransformerEncoderLayer(16, 2, 32, 0.1, batch_first=True, norm_first=norm_first)
        self.layers = nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        return self.head(self.layers(self.embed(x.reshape(-1, 8, 8)) + self.place).mean(1))


class Language(nn.Module):
    """The next of twenty tokens from the last; with `tied`, both ends share their weights."""

    def __init__(self, tied=False):
        super().__init__()
        self.embed, self.hidden, self.head = nn.Embedding(20, 16), nn.Linear(16, 16), nn.Linear(16, 20)
        if tied:
            self.head.weight = self.embed.weight

    def forward(self, x):
        return self.head(torch.relu(self.hidden(self.embed(x))))


def tokens(chance, count):
    likely = torch.softmax(2 * torch.randn(20, 20, generator=chance), 1)
    x = torch.randint(20, (count,), generator=chance)
    return x, torch.multinomial(likely[x], 1, generator=chance)[:, 0]


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.upper, self.lower, self.head = nn.Linear(32, 16), nn.Linear(32, 16), nn.Linear(32, 10)

    def forward(self, upper, lower):
        return self.head(torch.relu(torch.cat([self.upper(upper), self.lower(lower)], 1)))


def two_inputs(chance, count):
    x, y = images(chance, count)
    return (x[:, :32], x[:, 32:]), y


class Residual(nn.Module):
    """kind: "plain"; "rezero" and "zero norm" start with silent branches; "depth" skips some at random in training."""

    def __init__(self, kind="plain"):
        super().__init__()
        self.first, self.head, self.kind = nn.Linear(64, 24), nn.Linear(24, 10), kind
        branches = (nn.Sequential(nn.Linear(24, 24), nn.ReLU(), nn.Linear(24, 24)) for _ in range(4))
        self.branches = nn.ModuleList(branches)
        if kind == "rezero":
            self.share = nn.Parameter(torch.zeros(4))
        if kind == "zero norm":
            self.norms = nn.ModuleList(nn.BatchNorm1d(24) for _ in range(4))
            for norm in self.norms:
                nn.init.zeros_(norm.weight)

    def forward(self, x):
        x = self.first(x)
        for place, branch in enumerate(self.branches):
            if self.kind == "depth" and self.training and torch.rand(()) < 0.5:
                continue
            more = branch(x)
            more = self.share[place] * more if self.kind == "rezero" else more
            x = x + (self.norms[place](more) if self.kind == "zero norm" else more)
        return self.head(x)


def contrastive(out, y):
    """Outputs of one class near each other; it compares the examples of a batch (Khosla et al., 2020)."""
    near = normalize(out, dim=1) @ normalize(out, dim=1).T / 0.5
    own = torch.eye(len(y), dtype=torch.bool, device=out.device)
    alike = (y[:, None] == y) & ~own
    return -log_softmax(near.masked_fill(own, -1e9), 1)[alike].mean() if alike.any() else 0 * out.sum()


def clipped(net, optimizer, loss):
    def step(x, y):
        net.train()
        optimizer.zero_grad()
        loss(net(x), y).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()

    return step


def accumulated(net, optimizer, loss, batches=4):
    done = []

    def step(x, y):
        net.train()
        (loss(net(x), y) / batches).backward()
        done.append(1)
        if len(done) % batches == 0:
            optimizer.step()
            optimizer.zero_grad()

    return step


def pretrained():
    """Trained for a while on the same task."""
    net, (x, y) = mlp(), digits()
    optimizer = adam(net.parameters())
    for _ in range(40):
        optimizer.zero_grad()
        cross_entropy(net(x[:500]), y[:500]).backward()
        optimizer.step()
    return net


def free(net):
    return [parameter for parameter in net.parameters() if parameter.requires_grad]


def faster(parameters):
    return torch.optim.Adam(parameters, 3e-3, fused=True)


def sgd(parameters):
    return torch.optim.SGD(parameters, 0.05, momentum=0.9, fused=True)


def decayed(parameters):
    return torch.optim.AdamW(parameters, 3e-3, weight_decay=0.1, fused=True)


def zero_head(net):
    nn.init.zeros_(net[-1].weight)
    nn.init.zeros_(net[-1].bias)


BINARY = {"batch": halves, "loss": binary_cross_entropy_with_logits}
SOUND = {
    "fully connected": Program(mlp),
    "momentum": Program(mlp, optimizer=sgd),
    "weight decay": Program(mlp, optimizer=decayed),
    "clipped gradients": Program(mlp, update=clipped),
    "accumulated gradients": Program(mlp, update=accumulated),
    "dropout": Program(lambda: nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10))),
    "log-softmax and nll": Program(lambda: mlp(tail=[nn.LogSoftmax(1)]), loss=nll_loss),
    "binary": Program(lambda: mlp(outputs=1), **BINARY),
    "sigmoid and its loss": Program(lambda: mlp(outputs=1, tail=[nn.Sigmoid()]), halves, binary_cross_entropy),
    "regression": Program(lambda: mlp(10, 16, 1), measurements, mse_loss),
    "autoencoder": Program(lambda: mlp(outputs=64), themselves, mse_loss),
    "convolution, batch norm": Program(Convolutional),
    "LSTM": Program(Recurrent, optimizer=faster),
    "transformer, norm first": Program(lambda: Transformer(True)),
    "transformer, norm last": Program(lambda: Transformer(False)),
    "language model": Program(Language, tokens),
    "tied weights": Program(lambda: Language(True), tokens),
    "two inputs": Program(TwoInputs, two_inputs),
    "frozen first layer": Program(
        changed(mlp, lambda net: net[0].requires_grad_(False)), optimizer=faster, chosen=free
    ),
    "pretrained": Program(pretrained),
    "zero last layer": Program(changed(mlp, zero_head)),
    "residual": Program(Residual),
    "ReZero": Program(lambda: Residual("rezero")),
    "zero norm in a branch": Program(lambda: Residual("zero norm")),
    "stochastic depth": Program(lambda: Residual("depth")),
    "attention, padding": Program(Attending, words, optimizer=faster),
    "tokens and their mask": Program(Masked, masked_words, optimizer=faster),
    "GRU, token by token": Program(StepByStep, words, optimizer=faster),
    "language model, causal": Program(Writer, next_words, of_all_places, faster),
    "contrastive": Program(lambda: mlp(outputs=16), loss=contrastive),
}
