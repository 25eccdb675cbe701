"""What do momentum, the division by the gradient's size, and a falling learning rate each buy?

One rule, θ ← θ − (η/σ) m, with each of the three on or off: eight combinations, from plain gradient descent to Adam
with a linear decay, each at a learning rate of its own. Four tasks: digits and MNIST-1D (Greydanus and Kobak, 2024), in
small batches and with all examples in each step.
"""

from functools import partial
from itertools import product
from math import exp, log
from statistics import fmean

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders, signals
from snippets.ensemble import batches, forward, init, train

DATA = {"digits": digits, "signals": signals}
TASKS = {"digits": "small", "signals": "small", "digits full batch": "full", "signals full batch": "full"}
COMBINATIONS = list(product((False, True), repeat=3))  # momentum, σ, decay
GUESS = log(CLASSES)
MOMENTUM, AVERAGE, EPS = 0.9, 0.999, 1e-8  # as Adam's defaults
RATES = {  # of each combination, in their order: the least training loss at the end, seeds 0 to 9
    "digits": (0.4, 0.8, 0.016, 0.032, 1.6, 1.6, 0.016, 0.064),
    "signals": (0.4, 1.6, 0.008, 0.016, 0.4, 1.6, 0.008, 0.016),
    "digits full batch": (0.4, 0.8, 0.016, 0.032, 1.6, 1.6, 0.064, 0.064),
    "signals full batch": (1.6, 3.2, 0.032, 0.032, 3.2, 6.4, 0.032, 0.064),
}
SETTINGS = {  # each with the rates of its own, of the same grids, seeds 0 to 2
    "batches of 10": {
        "repeats": 10,
        "batch_size": 10,
        "rates": {
            "digits": (0.2, 0.4, 0.008, 0.016, 0.4, 0.8, 0.016, 0.032),
            "signals": (0.2, 0.4, 0.008, 0.016, 0.2, 0.4, 0.008, 0.016),
            "digits full batch": (0.4, 0.8, 0.032, 0.032, 1.6, 1.6, 0.064, 0.064),
            "signals full batch": (1.6, 3.2, 0.016, 0.032, 3.2, 6.4, 0.064, 0.064),
        },
    },
    "one hidden layer of 64": {
        "repeats": 10,
        "hidden": (64,),
        "rates": {
            "digits": (0.8, 0.8, 0.064, 0.064, 1.6, 3.2, 0.032, 0.064),
            "signals": (1.6, 1.6, 0.032, 0.064, 0.8, 3.2, 0.016, 0.064),
            "digits full batch": (0.8, 1.6, 0.032, 0.064, 6.4, 6.4, 0.064, 0.064),
            "signals full batch": (1.6, 3.2, 0.032, 0.064, 6.4, 6.4, 0.064, 0.064),
        },
    },
    "half the updates": {
        "repeats": 10,
        "updates": (200, 400, 50, 75),
        "rates": {
            "digits": (0.4, 0.8, 0.016, 0.032, 0.8, 1.6, 0.016, 0.064),
            "signals": (0.8, 1.6, 0.016, 0.032, 0.8, 1.6, 0.016, 0.032),
            "digits full batch": (0.4, 1.6, 0.032, 0.032, 1.6, 3.2, 0.064, 0.064),
            "signals full batch": (1.6, 3.2, 0.016, 0.032, 3.2, 6.4, 0.064, 0.064),
        },
    },
}


def name_of(combination):
    """'none', 'momentum', 'momentum_sigma', ..."""
    words = zip(("momentum", "sigma", "decay"), combination, strict=True)
    return "_".join(word for word, on in words if on) or "none"


class Factors:
    """The rule, for E networks at once: rates (E,), and for each whether it has momentum, σ and decay."""

    def __init__(self, parameters, rates, combinations, steps):
        like = {"device": parameters[0].device, "dtype": parameters[0].dtype}
        momentum, sigma, self.decay = torch.tensor(combinations, **like).T[..., None, None]
        self.coefficient, self.sigma = momentum * MOMENTUM, sigma > 0
        self.rates = torch.tensor(rates, **like)[:, None, None]
        self.parameters, self.steps, self.made = parameters, steps, 0
        self.averages = [(torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self):
        rates = self.rates * (1 - self.decay * (self.made / self.steps))
        self.made += 1
        of_mean = rates / (1 - self.coefficient**self.made)
        of_square = 1 - AVERAGE**self.made
        for parameter, (mean, square) in zip(self.parameters, self.averages, strict=True):
            gradient = parameter.grad
            mean.mul_(self.coefficient).add_(gradient * (1 - self.coefficient))
            square.mul_(AVERAGE).addcmul_(gradient, gradient, value=1 - AVERAGE)
            size = (square / of_square).sqrt_().add_(EPS)
            parameter.sub_(of_mean * mean / torch.where(self.sigma, size, 1.0))


def learn(x, y, known, new, seed, groups, hidden, size, steps):
    """Training loss and accuracy on new examples in percent of each network: (groups, repeats) of both.

    groups: [(combination, rate)]; every group has the same starts and batches. known, new: rows of x for each repeat.
    """
    own = [generator(seed, repeat, 1) for repeat in range(len(known))]
    start = init((x.shape[1], *hidden, CLASSES), own, x.device)
    parameters = [p.detach().repeat(len(groups), 1, 1).requires_grad_() for p in start]
    order = batches(known, size, steps, own).repeat(1, len(groups), 1)
    combinations, rates = ([group[i] for group in groups for _ in range(len(known))] for i in (0, 1))
    train(parameters, x, y, order, Factors(parameters, rates, combinations, steps))
    found = []
    with torch.no_grad():
        for rows, judge in (known, losses), (new, accuracies):
            of_all = rows.repeat(len(groups), 1)
            found.append(judge(forward(parameters, x[of_all]), y[of_all]).double().view(len(groups), -1))
    return found


def losses(outputs, labels):
    """Of each network; at most a guess's, and that where a network diverged."""
    found = cross_entropy(outputs.mT, labels, reduction="none").mean(1)
    return found.nan_to_num(nan=GUESS, posinf=GUESS).clamp(max=GUESS)


def accuracies(outputs, labels):
    return 100 * (outputs.argmax(-1) == labels).double().mean(1)


def prepare(device, seed, repeats, examples, held_out, size, updates):
    """{task: x, y, rows to learn from, rows that are new, batch size, updates}; the rows are drawn for each repeat."""
    own, found = [generator(seed, repeat, 0) for repeat in range(repeats)], {}
    for (task, batch), made in zip(TASKS.items(), updates, strict=True):
        x, y = DATA[task.split()[0]](device)
        order = orders(own, x)
        known, new = order[:, :examples], order[:, examples:][:, :held_out]
        found[task] = x, y, known, new, size if batch == "small" else examples, made
    return found


def run(
    device,
    seed,
    *,
    repeats=20,
    examples=1000,
    held_out=797,
    hidden=(32, 32),
    batch_size=50,
    updates=(400, 800, 100, 150),  # of each task
    rates=RATES,
):
    loss, accuracy = {}, {}
    for task, (x, y, known, new, size, made) in prepare(
        device, seed, repeats, examples, held_out, batch_size, updates
    ).items():
        groups = list(zip(COMBINATIONS, rates[task], strict=True))
        at_end, right = learn(x, y, known, new, seed, groups, hidden, size, made)
        for found, rows in (loss, at_end), (accuracy, right):
            found[task] = {name_of(c): row for c, row in zip(COMBINATIONS, rows.tolist(), strict=True)}
    return {
        "loss": loss,
        "accuracy": accuracy,
        "typical_loss": {t: {name: exp(fmean(map(log, row))) for name, row in of.items()} for t, of in loss.items()},
        "mean_accuracy": {t: {name: fmean(row) for name, row in of.items()} for t, of in accuracy.items()},
        "gap": identity_gap(seed),
    }


def identity_gap(seed, steps=50):
    """How far the rule ends from torch.optim's, in float64, in the five combinations that torch has."""
    linear = partial(torch.optim.lr_scheduler.LambdaLR, lr_lambda=lambda made: 1 - made / steps)
    named = {
        (False, False, False): lambda p: torch.optim.SGD(p, 0.1),
        (False, False, True): lambda p: torch.optim.SGD(p, 0.1),
        (False, True, False): lambda p: torch.optim.Adam(p, 0.1, betas=(0.0, AVERAGE), eps=EPS),
        (True, True, False): lambda p: torch.optim.Adam(p, 0.1, betas=(MOMENTUM, AVERAGE), eps=EPS),
        (True, True, True): lambda p: torch.optim.Adam(p, 0.1, betas=(MOMENTUM, AVERAGE), eps=EPS),
    }
    x, y = (part[:100] for part in digits())
    gaps = []
    for combination, made in named.items():
        ends = []
        for ours in True, False:
            start = init((64, 16, CLASSES), [generator(seed, 0, 2)])
            parameters = [p.detach().double().requires_grad_() for p in start]
            optimizer = Factors(parameters, [0.1], [combination], steps) if ours else made(parameters)
            schedule = None if ours or not combination[2] else linear(optimizer)
            for _ in range(steps):
                optimizer.zero_grad()
                cross_entropy(forward(parameters, x.double())[0], y).backward()
                optimizer.step()
                if schedule:
                    schedule.step()
            ends.append(torch.cat([p.detach().flatten() for p in parameters]))
        gaps.append((ends[0] - ends[1]).abs().max().item())
    return max(gaps)
