# %% [markdown]
# # Lab: choose an optimizer on purpose
#
# **Adam or SGD? With momentum or without, and at which learning rate?** All of them are one rule,
# $\theta \leftarrow \theta - (\eta^t / \sigma^t)\, m^t$, with three factors. You write them one after the other and see
# on handwritten digits what each one does. Then you choose by validation data, not by name.
#
# You see a symptom, and mend *one* function. A check tells whether the function is right now, and if not, why not. Your
# own fix stays, and the next task builds on it. Below each task a hint and a solution are folded. **If you give up,
# copy the solution over the task and run that.**
#
# The machine needs some seconds for all of it, you need half an hour, and both of you need torch, scikit-learn and
# matplotlib. What the site shows was printed with our solutions. The chapter behind it is
# [Which optimizer?](../training/optimizers.md)

# %%
# %config InlineBackend.figure_formats = ["svg"]
from itertools import pairwise
from math import isfinite, nan

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

# %% fold="Tools: a check, and curves"
RIGHT = {}


def check(sentences):
    """Make a check of a generator: the first sentence that it yields is printed."""
    task = sentences.__name__.removeprefix("check_")
    RIGHT[task] = False

    def run():
        RIGHT[task] = False
        first = next(name for name in RIGHT if not RIGHT[name])
        said = f"Mend {first} first: its own check says what is wrong."
        if first == task:
            try:
                said = next(sentences(), None)
            except Exception as error:
                said = f"It stops with {type(error).__name__}: {error}"
        RIGHT[task] = not said
        print(f"Not yet. {said}" if said else "Right.")

    return run


def same(found, wanted, within=1e-6):
    """Whether numbers, in a tensor or alone, are the wanted ones up to rounding."""
    if found is None:
        return False
    found, wanted = (
        torch.as_tensor(x, dtype=torch.float64) for x in (found, wanted)
    )
    near = {"rtol": within, "atol": within * wanted.abs().max().item()}
    return found.shape == wanted.shape and torch.allclose(found, wanted, **near)


def plot(curves, **settings):
    """Losses along runs, as {name: losses}."""
    figure, axes = plt.subplots(figsize=(5.6, 2.8))
    for name, losses in curves.items():
        axes.plot(losses, label=name)
    axes.set(**{"xlabel": "step", "ylabel": "cross-entropy"} | settings)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    figure.tight_layout()
    plt.show()


# %% fold="The checks (they give things away)"
def after(function, *gradients):
    """What a factor gives after these gradients, each of them a list of numbers."""
    own = {}
    for step, numbers in enumerate(gradients, 1):
        own["t"] = step
        g = torch.tensor(numbers)
        found = function(own, g)
        if found is None:
            raise ValueError("it returns nothing")
        if not g.equal(torch.tensor(numbers)):
            raise ValueError("it changes the gradient that it is given")
    return torch.as_tensor(found, dtype=torch.float64)


@check
def check_update():
    torch.manual_seed(0)
    toy = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    toy(torch.randn(8, 3)).square().mean().backward()
    own = [*toy.parameters()]
    starts, gradients = (
        [x.clone() for x in xs] for xs in (own, [p.grad for p in own])
    )
    memories, calls = [{} for _ in own], []

    def direction(memory, g):
        calls.append(("m", id(memory)))
        return 2 * g + 1

    def usual(memory, g):
        calls.append(("sigma", id(memory)))
        return 4 + g.abs()

    update(toy, memories, 0.5, direction, usual)
    if not all(p is q for p, q in zip(own, toy.parameters())):
        yield (
            "The network has new parameters now: an optimizer would not know them."
        )
    moved = torch.cat([(p - s).detach().flatten() for p, s in zip(own, starts)])
    g = torch.cat([g.flatten() for g in gradients])
    eta, m, sigma = 0.5, 2 * g + 1, 4 + g.abs()
    others = {
        "It goes uphill: the sign is wrong.": eta * m / sigma,
        "It leaves σ out.": -eta * m,
        "It multiplies by σ.": -eta * m * sigma,
        "It leaves η out.": -m / sigma,
        "It takes the gradient for m.": -eta * g / sigma,
    }
    for words, wrong in others.items():
        if same(moved, wrong):
            yield words
    if not moved.any():
        yield "The parameters of the network do not move."
    if not same(moved, -eta * m / sigma):
        yield "Each parameter should move by −η m/σ, and yours moves otherwise."
    if not all(p.grad.equal(g) for p, g in zip(own, gradients)):
        yield "It changes the gradients."
    for name in "m", "sigma":
        seen = [memory for called, memory in calls if called == name]
        if seen != [id(memory) for memory in memories]:
            yield (
                f"{name} should be asked once for each parameter, with its own "
                "memory."
            )
    if not all(p.is_leaf and p.requires_grad for p in own):
        yield "The parameters cannot be trained any more."


@check
def check_average():
    first = after(average, [2.0, -3.0])
    if same(first, torch.tensor([-2.0, 3.0])):
        yield "The update subtracts m, so it should point along the gradients."
    if not same(first, torch.tensor([2.0, -3.0])):
        place = int(same(first.flatten()[0], 2.0))
        yield (
            "After one gradient m should be that gradient. "
            f"For {(2, -3)[place]} it is {first.flatten()[place]:.3g}."
        )
    many = after(average, *[[2.0]] * 30)
    if not same(many, torch.tensor([2.0])):
        yield f"After thirty gradients of 2, m should be 2, not {many.item():.3g}."
    two = after(average, [1.0], [-7.0])
    if same(two, torch.tensor([-7.0])):
        yield "It forgets: after 1 and −7, m is the last gradient alone."
    if not same(two, torch.tensor([-0.61 / 0.19])):
        yield (
            f"After gradients of 1 and −7, m should be −3.21, not {two.item():.3g}."
        )
    if not same(
        after(average, *[[1.0]] * 9, [0.0]), torch.tensor([1 - 0.1 / (1 - 0.9**10)])
    ):
        yield "Each gradient should count 0.9 times as much as the one after it."


@check
def check_size():
    first = after(size, [4.0, -4.0])
    if first.shape != (2,):
        yield "Every number needs a σ of its own: of a gradient's shape."
    if not same(first, torch.tensor([4.0, 4.0]), 1e-3):
        place = int((first[0] - 4).abs() < 1e-3)
        yield (
            f"After one gradient of {(4, -4)[place]}, σ should be 4, not "
            f"{first[place]:.3g}."
        )
    two = after(size, [1.0], [-7.0])
    if not same(two, torch.tensor([(49.999 / 1.999) ** 0.5]), 1e-4):
        yield (
            "After gradients of 1 and −7, σ should be 5.0013, not "
            f"{two.item():.4f}."
        )
    none = after(size, [0.0], [0.0])
    if not none > 0:
        yield (
            "Where all gradients are 0, σ is 0: a pixel that is never inked makes "
            "m/σ 0/0."
        )
    small = after(size, *[[1e-5]] * 3)
    if not same(small, torch.tensor([1e-5]), 0.01):
        yield (
            f"For gradients of 0.00001, σ is {small.item():.1g}: what you add is "
            "too large."
        )
    many = after(size, *[[2.0]] * 30)
    if not same(many, torch.tensor([2.0]), 1e-3):
        yield f"After thirty gradients of 2, σ should be 2, not {many.item():.3g}."


@check
def check_schedule():
    factors = [schedule(t) for t in range(1, STEPS + 1)]
    if any(f is None or not isfinite(f) for f in factors):
        yield "Each step needs a number."
    top = factors.index(max(factors)) + 1
    rises = [b - a for a, b in pairwise(factors)]
    if min(factors) < 0:
        yield (
            f"In step {factors.index(min(factors)) + 1} the factor is below 0: it "
            "climbs."
        )
    if factors[0] == 0:
        yield (
            f"Until step {next((i for i, f in enumerate(factors) if f), STEPS)} "
            "nothing moves."
        )
    if not 0.95 <= max(factors) <= 1 + 1e-9:
        yield f"The largest factor should be 1, not {max(factors):.3g}."
    if factors[0] > 0.2:
        yield f"There is no warm-up: the first factor is {factors[0]:.2g}."
    if not 0.8 * WARM <= top <= 1.2 * WARM + 1:
        yield f"The top comes in step {top}, and should come in step {WARM}."
    if factors[-1] > 0.1:
        yield f"At the end the factor is still {factors[-1]:.2g}: the noise stays."
    if max(rises[top:]) > 1e-9 or min(rises[: top - 1]) < -1e-9:
        yield "It should rise to the top and fall after it, and nothing else."
    if max(map(abs, rises)) > 2 / WARM:
        yield "Somewhere it jumps: a line or a wave is smooth."


@check
def check_choose():
    def table(*rows):
        names = "rule", "rate", "training", "validation", "test"
        return [dict(zip(names, row)) for row in rows]

    # a is best in training, b in validation, c in the test
    rows = [("e", 0.03, 0.75, 0.76, 0.9), ("a", 1.0, 0.1, 0.9, 0.6)]
    rows += [("b", 0.3, 0.3, 0.5, 0.8), ("c", 0.1, 0.6, 0.8, 0.3)]
    rows += [("d", 3.0, 2.0, 2.5, 2.4)]
    chosen = choose(table(*rows))
    if not isinstance(chosen, dict):
        yield "It should return one of the runs."
    means = {
        "a": "It trusts the training loss, which learning by heart lowers as well.",
        "c": "It looks at the test data. Then they cannot judge what you chose.",
        "d": "It chose the worst run: a loss should be small.",
        "e": "Another run has a smaller validation loss than the one it chose.",
    }
    if chosen["rule"] != "b":
        yield means[chosen["rule"]]
    for order in rows, rows[::-1]:
        if choose(table(*order))["rule"] != "b":
            yield "The choice should not hang on the order of the runs."
    for test in 0.0, 9.0, nan:
        others = [(*row[:4], abs(test - place)) for place, row in enumerate(rows)]
        if choose(table(*others))["rule"] != "b":
            yield "Other test losses change the choice: it looks at the test data."
    for training in 0.0, 9.0:
        others = [
            (*row[:2], abs(training - place), *row[3:])
            for place, row in enumerate(rows)
        ]
        if choose(table(*others))["rule"] != "b":
            yield "Other training losses change the choice."
    broken = ("f", 30.0, nan, nan, nan)
    for order in [broken, *rows], [*rows, broken], [rows[0], broken, *rows[1:]]:
        if choose(table(*order))["rule"] != "b":
            yield (
                "With a loss that is not a number among the runs, it chooses "
                "wrongly."
            )


# %% [markdown]
# ## The script
# 1000 images to train on, 400 to validate with, the rest to test on. `train` makes one run. For each step it draws a
# batch and calls your `update`. Each parameter has a *memory*, a dictionary for what the factors want to keep, in which
# `t` counts the steps: 1, 2, and so on.

# %%
pixels, labels = load_digits(return_X_y=True)
rows = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(34))
x, y = torch.tensor(pixels)[rows] / 16, torch.tensor(labels)[rows]
PARTS = {
    "training": slice(0, 1000),
    "validation": slice(1000, 1400),
    "test": slice(1400, None),
}
STEPS, WARM, BATCH = 200, 20, 32


def build():
    torch.manual_seed(0)
    layers = nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh()
    return nn.Sequential(*layers, nn.Linear(32, 10))


def gradient(own, g):
    """m of gradient descent: the gradient itself."""
    return g


def one(own, g):
    """σ of gradient descent."""
    return 1.0


def always(t):
    """A learning rate that stays as it is."""
    return 1.0


def train(rate, m=gradient, sigma=one, factor=always, network=None):
    """One run: the training loss of each batch, and in the end each part's loss."""
    network = network or build()
    memories = [{} for _ in network.parameters()]
    batches = []
    for t in range(1, STEPS + 1):
        chosen = torch.randint(1000, (BATCH,))
        network.zero_grad()
        loss = cross_entropy(network(x[chosen]), y[chosen])
        loss.backward()
        batches.append(loss.item())
        for own in memories:
            own["t"] = t
        update(network, memories, rate * factor(t), m, sigma)
    with torch.no_grad():
        ends = {
            part: cross_entropy(network(x[where]), y[where]).item()
            for part, where in PARTS.items()
        }
    return ends | {"rate": rate, "batches": batches}


# %% [markdown]
# ## 1. A flat line, whatever you change: the update
# The first function is the rule itself. The author wrote it down as in the book, and the loss does not move, at no
# learning rate.


# %% task="update"
def update(network, memories, eta, m, sigma):
    """θ ← θ − (η/σ) m, for each parameter θ, in place."""
    for theta, own in zip(network.parameters(), memories):
        g = theta.grad
        theta = theta - eta / sigma(own, g) * m(own, g)


check_update()

# %% [markdown] fold="A hint"
# `theta = …` makes a new tensor and gives it that name. The network still holds the old one. Change that one, `-=`, and
# tell autograd not to record it: `with torch.no_grad():`.


# %% task="update" spoiler="Solution"
# The tensor of the network has to change, not the name theta.
@torch.no_grad()
def update(network, memories, eta, m, sigma):
    """θ ← θ − (η/σ) m, for each parameter θ, in place."""
    for theta, own in zip(network.parameters(), memories):
        g = theta.grad
        theta -= eta / sigma(own, g) * m(own, g)


check_update()

# %% [markdown]
# With $m$ the gradient and σ = 1 this is gradient descent. Its learning rate matters more than anything that follows:

# %%
RUNS = []


def sweep(name, rates, **factors):
    """Runs at several rates, all noted: the one of the least validation loss."""
    runs = [train(rate, **factors) | {"rule": name} for rate in rates]
    RUNS.extend(runs)
    for run in runs:
        print(f"{name}, rate {run['rate']:<5g} validation {run['validation']:.3f}")
    return min(runs, key=lambda run: run["validation"])


plain = sweep("gradient", (0.3, 1.0, 3.0))

# %% [markdown]
# ## 2. Worse since momentum was added: m
# $m$ is an average of the gradients so far, each with 0.9 times the weight of the one after it. The author's version
# makes steps that are up to ten times too long. Others are too short at first. In an average the weights add up to one,
# from the first step on.


# %% task="average"
def average(own, g):
    """m: the average of the gradients so far. own["t"] is 1 in the first step."""
    own["m"] = 0.9 * own.get("m", 0) + g
    return own["m"]


check_average()

# %% [markdown] fold="A hint"
# Give the new gradient the weight 0.1. Then the weights of $t$ gradients add up to $1 - 0.9^t$: 0.1 at first, one in
# the end. Divide by that. Keep what you have *before* the division.


# %% task="average" spoiler="Solution"
# Adam calls the division "bias correction".
def average(own, g):
    """m: the average of the gradients so far. own["t"] is 1 in the first step."""
    own["m"] = 0.9 * own.get("m", 0) + 0.1 * g
    return own["m"] / (1 - 0.9 ** own["t"])


check_average()

# %%
rolling = sweep("momentum", (0.3, 1.0, 3.0), m=average)

# %% [markdown]
# At the small rate the same as before, for the weights add up to one. The largest rate is one that gradient descent did
# not stand.
#
# ## 3. One layer learns and another does not: σ
# Gradients differ in size, from layer to layer and from pixel to pixel. σ is the usual size of each single one: the
# root of the mean of its squares, the *root mean square*. For the mean take weights as before, with 0.999 for 0.9. The
# author forgot three things.


# %% task="size"
def size(own, g):
    """σ: the root mean square of each number's gradients so far."""
    own["v"] = 0.999 * own.get("v", 0) + 0.001 * g.square().mean()
    return own["v"]


check_size()

# %% [markdown] fold="A hint"
# The three: no mean over the parameter, for each number has its own σ; the division as in task 2, by $1 - 0.999^t$; the
# root, after the division. And there is a trap: a pixel in the corner is never inked, and its weights always have
# gradient 0. Add something tiny, such as $10^{-8}$, to σ.


# %% task="size" spoiler="Solution"
def size(own, g):
    """σ: the root mean square of each number's gradients so far."""
    own["v"] = 0.999 * own.get("v", 0) + 0.001 * g.square()
    return (own["v"] / (1 - 0.999 ** own["t"])).sqrt() + 1e-8


check_size()

# %%
sized = sweep("σ", (0.003, 0.01, 0.03), sigma=size)
print()
both = sweep("momentum, σ", (0.003, 0.01, 0.03), m=average, sigma=size)

# %% [markdown]
# The good rates are a hundred times smaller: $m/\sigma$ is about one, so a step is about the rate itself. With both
# factors you have written Adam. Is it torch's, too?

# %%
ours, theirs = build(), build()
train(0.01, m=average, sigma=size, network=ours)
torch.manual_seed(0)
build()  # so that the batches are the same
optimizer = torch.optim.Adam(theirs.parameters(), lr=0.01)
for _ in range(STEPS):
    chosen = torch.randint(1000, (BATCH,))
    optimizer.zero_grad()
    cross_entropy(theirs(x[chosen]), y[chosen]).backward()
    optimizer.step()
pairs = zip(ours.parameters(), theirs.parameters())
apart = max((p - q).abs().max().item() for p, q in pairs)
print(f"the same as torch.optim.Adam after {STEPS} steps: {apart < 1e-6}")

# %% [markdown]
# ## 4. Falls, then jitters: the schedule
# In the end the noise of the batches is what is left, and a smaller rate lowers it. At the very beginning σ and $m$
# have hardly seen a gradient, and first steps at the full rate can do harm. So let the rate rise in the first `WARM`
# steps, and then fall to nothing until step `STEPS`. The author's rate does neither.


# %% task="schedule"
def schedule(t):
    """The factor on the rate in step t, from 1 to STEPS: 1 in step WARM."""
    return min(t // WARM, 1)


check_schedule()

# %% [markdown] fold="A hint"
# `//` divides and drops the rest: `19 // 20` is 0. Up to `WARM` the factor is `t / WARM`. After it, how much of the way
# to `STEPS` is left?


# %% task="schedule" spoiler="Solution"
def schedule(t):
    """The factor on the rate in step t, from 1 to STEPS: 1 in step WARM."""
    return t / WARM if t < WARM else (STEPS - t) / (STEPS - WARM)


check_schedule()

# %%
rates = 0.01, 0.03, 0.1
every = {"m": average, "sigma": size, "factor": schedule}
falling = sweep("all three", rates, **every)


# %% alt="The training loss on a log scale: slowest with the gradient alone, lower with momentum and sigma, lowest in the end with all three."
def tens(losses):
    """Means of ten losses each, which jitter less."""
    return [sum(losses[place : place + 10]) / 10 for place in range(0, STEPS, 10)]


curves = {run["rule"]: tens(run["batches"]) for run in (plain, both, falling)}
ticks = {
    "xticks": [0, 5, 10, 15, 20],
    "xticklabels": ["0", "50", "100", "150", "200"],
}
plot(curves, yscale="log", **ticks)

# %% [markdown]
# ## 5. Which one, then? Choose
# All runs are in a list, with their losses. The author chose, and was proud of a training loss near zero.


# %% task="choose"
def choose(runs):
    """The run to keep. A run has rule, rate, training, validation and test."""
    return min(runs, key=lambda run: run["training"])


check_choose()

# %% [markdown] fold="A hint"
# Which part has neither been learned from, nor is kept for the final judgment? And among the runs there may be one that
# exploded. Every comparison with `nan` is false, so `min` may return just that one.


# %% task="choose" spoiler="Solution"
def choose(runs):
    """The run to keep. A run has rule, rate, training, validation and test."""
    finite = [run for run in runs if isfinite(run["validation"])]
    return min(finite, key=lambda run: run["validation"])


check_choose()

# %%
best = {}
for run in RUNS:
    best[run["rule"]] = choose([run, best.get(run["rule"], run)])
print("validation  rule and rate")
for rule, run in best.items():
    print(f"{run['validation']:10.3f}  {rule}, {run['rate']:g}")
chosen = choose(RUNS)
print(f"\nchosen: {chosen['rule']}, {chosen['rate']:g}")
print(f"test loss {chosen['test']:.3f}")

# %% [markdown]
# Look at the test loss once, for the chosen run only. It is usually a little above the validation loss, for that was the
# smallest of many.
#
# This is one seed and 200 steps. Between the rules there is less than between a good and a bad rate of any of them. On
# other tasks [the order is another](../training/optimizers.md#three-switches): σ even lost on some.
#
# **On your own model:** give each candidate its own sweep of the learning rate, choose by validation data, and let the
# rate fall. Begin with `torch.optim.AdamW`: it is this rule, with weight decay beside it.
