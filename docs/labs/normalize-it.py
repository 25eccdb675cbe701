# %% [markdown]
# # Lab: normalize it
#
# **The loss explodes at once, or stays at a guess, at every learning rate. Or `model.eval()` gives nonsense. Or it only
# works in large batches.** In all three cases the cause can be a scale: of the inputs, of the hidden units, or of
# moving averages that nobody moved.
#
# You see a symptom, and mend *one* function. A check tells whether the function is right now, and if not, why not. Your
# own fix stays, and the next task builds on it. Below each task a hint and a solution are folded. **If you give up,
# copy the solution over the task and run that.**
#
# The machine needs some seconds for all of it, you need half an hour, and both of you need torch, scikit-learn and
# matplotlib. What the site shows was printed with our solutions. The chapters behind it are [Feature
# normalization](../training/feature-normalization.md) and [Batch normalization](../training/batch-normalization.md).

# %%
# %config InlineBackend.figure_formats = ["svg"]
import copy

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
@check
def check_standardize():
    torch.manual_seed(0)
    train = torch.randn(200, 4) * torch.tensor([1.0, 1e4, 0.01, 0.0]) + 5
    new = torch.randn(50, 4) * torch.tensor([1.0, 1e4, 0.01, 1.0]) + 7
    kept = train.clone(), new.clone()
    own, other = standardize(train, train), standardize(new, train)
    if own is None or own.shape != train.shape or other.shape != new.shape:
        yield "It should return as many rows and columns as it gets."
    if not (train.equal(kept[0]) and new.equal(kept[1])):
        yield (
            "It changes the data that it is given: a second call would "
            "standardize twice."
        )
    if not (own.isfinite().all() and other.isfinite().all()):
        yield "A constant column gives 0/0 or x/0: its deviation is 0."
    means, deviations = own[:, :3].mean(0).abs(), own[:, :3].std(0)
    if (deviations - 1).abs().max() > 0.01:
        place = int((deviations - 1).abs().argmax())
        yield (
            f"Column {place} of the training data has the deviation "
            f"{deviations[place]:.3g}, not 1."
        )
    if means.max() > 1e-6:
        place = int(means.argmax())
        yield (
            f"Column {place} of the training data has the mean "
            f"{own[:, place].mean():.3g}, not 0."
        )
    if not same(standardize(new[:1], train), other[:1]):
        yield (
            "What becomes of an example hangs on the other new ones: take the "
            "training data's statistics."
        )
    wanted = (new - train.mean(0)) / train.std(0)
    if not same(other[:, :3], wanted[:, :3], 0.01):
        yield "New data should be scaled by the two numbers of the training data."
    if own[:, 3].abs().max() > 1e-6 or other[:, 3].abs().max() > 1e6:
        yield (
            "A constant column should become 0, and a small change there nothing "
            "huge."
        )


@check
def check_batch_norm():
    torch.manual_seed(0)
    gamma, beta = torch.tensor([1.0, 2.0, 0.5]), torch.tensor([0.0, -1.0, 3.0])
    z = torch.randn(4, 3) * torch.tensor([1.0, 20.0, 3.0]) + torch.tensor(
        [2.0, 0.0, -5.0]
    )
    kept = z.clone()
    found = batch_norm(z, gamma, beta)
    wanted = nn.functional.batch_norm(z, None, None, gamma, beta, training=True)
    if found is None or found.shape != z.shape:
        yield "It should return a tensor like z."
    if not z.equal(kept):
        yield "It changes z itself."
    one = (batch_norm(z, torch.ones(3), torch.zeros(3)) * torch.ones(3)).detach()
    means, deviations = one.mean(0), one.std(0, correction=0)
    if means.abs().max() > 1e-6:
        yield (
            f"With γ = 1 and β = 0 unit 0 has the mean {means[0]:.2g} over the "
            "batch, not 0."
        )
    if same(deviations, torch.full((3,), 0.75**0.5), 1e-3):
        yield (
            "In batches of 4 the deviation is 13% too small: here the variance is "
            "over n, not n − 1."
        )
    if (deviations - 1).abs().max() > 0.01:
        yield (
            f"With γ = 1 and β = 0 unit 0 has the deviation {deviations[0]:.3g}, "
            "not 1."
        )
    if not same(found, wanted, 1e-4):
        yield "γ and β should act at the end, on each unit: γ times it, plus β."
    tiny = torch.tensor([[0.0, 1.0, 1.0], [1e-3, 1.0, 1.0]])
    found = batch_norm(tiny, gamma, beta)
    if not found.isfinite().all():
        yield "A unit that is the same for all examples gives 0/0."
    wanted = nn.functional.batch_norm(tiny, None, None, gamma, beta, training=True)
    if not same(found, wanted, 1e-4):
        yield "ε = 0.00001 belongs to the variance, under the root."
    leaf = z.clone().requires_grad_()
    weights = torch.randn(4, 3)
    (batch_norm(leaf, gamma, beta) * weights).sum().backward()
    own, leaf.grad = leaf.grad, None
    torch_norm = nn.functional.batch_norm(
        leaf, None, None, gamma, beta, training=True
    )
    (torch_norm * weights).sum().backward()
    if not same(own, leaf.grad, 1e-4):
        yield (
            "The gradient is another one: the mean and the variance depend on z, "
            "too."
        )


def feed(norms, batches=120):
    """Give several norms the same batches of four; the third unit hardly varies."""
    torch.manual_seed(0)
    for _ in range(batches):
        z = torch.randn(4, 3) * torch.tensor([1.0, 20.0, 0.003]) + 5
        outputs = [norm(z.clone().requires_grad_()) for norm in norms]
        sum(output.square().sum() for output in outputs).backward()
    return [output.detach() for output in outputs]


@check
def check_BatchNorm():
    ours, theirs = BatchNorm(3), nn.BatchNorm1d(3)
    if not same(*feed([ours, theirs]), 1e-4):
        yield "In training mode it should still do what batch_norm does."
    if not {"mean", "variance"} <= {*ours.state_dict()}:
        yield (
            "The averages are missing from state_dict(): a saved model would "
            "lose them."
        )
    if ours.mean.requires_grad or ours.variance.requires_grad:
        yield (
            "The averages keep the graph of every batch so far: take them "
            "out of it."
        )
    ours.eval(), theirs.eval()
    kept, z = copy.deepcopy(ours.state_dict()), torch.randn(6, 3) + 5
    together = ours(z).detach()
    if not (
        ours.mean.equal(kept["mean"]) and ours.variance.equal(kept["variance"])
    ):
        yield "In evaluation mode it goes on moving its averages."
    alone = torch.cat([ours(row[None]) for row in z]).detach()
    if not same(together, alone, 1e-4):
        yield (
            "In evaluation mode an example's output hangs on the rest of its batch."
        )
    if not ours.mean.any():
        yield (
            "After 120 batches the average of the means is still 0: nobody "
            "moved it."
        )
    if same(ours.variance, torch.ones(3)):
        yield "After 120 batches the average of the variances is still 1."
    begun = 0.9**120  # what is left of the 1 at the start
    if same(ours.variance - begun, (theirs.running_var - begun) * 0.75, 1e-4):
        yield (
            "For the average, divide by n − 1: from batches of 4 yours comes "
            "out a quarter too small."
        )
    for name, own, wanted in (
        ("mean", ours.mean, theirs.running_mean),
        ("variance", ours.variance, theirs.running_var),
    ):
        if not same(own, wanted, 1e-4):
            yield (
                f"The average {name} should keep 0.9 of itself and take 0.1 "
                "of the batch's."
            )
    if not same(together, theirs(z).detach(), 1e-4):
        yield (
            "In evaluation mode the averages should stand in the place of the "
            "batch's statistics."
        )
    again = BatchNorm(3)
    again.load_state_dict(ours.state_dict())
    if not same(again.eval()(z).detach(), together, 1e-4):
        yield "A saved and loaded copy answers otherwise."


@check
def check_evaluate():
    torch.manual_seed(0)
    z, digits = torch.randn(12, 5) * 3 + 2, torch.randint(4, (12,))
    hidden = nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5)
    network = nn.Sequential(*hidden, nn.Linear(8, 4))
    for _ in range(5):
        network(z)
    wanted = cross_entropy(copy.deepcopy(network).eval()(z), digits).item()
    before = copy.deepcopy(network.state_dict())
    found = evaluate(network, z, digits)
    if found is None or torch.as_tensor(found).numel() != 1:
        yield "It should return one number."
    if torch.is_tensor(found) and found.requires_grad:
        yield "It should return a number, without the graph that led to it."
    after = network.state_dict()
    if any(not before[key].equal(after[key]) for key in before):
        yield "It moves the averages: what you evaluate leaks into the model."
    if not same(float(found), wanted):
        again = float(evaluate(network, z, digits))
        yield (
            f"In use the mean loss would be {wanted:.2f}, not {float(found):.2f}."
            if same(again, float(found))
            else "Two calls answer differently: dropout is still at work."
        )
    if not network.training:
        yield (
            "It leaves the network in evaluation mode: training goes on without "
            "dropout."
        )
    network.eval()
    evaluate(network, z, digits)
    if network.training:
        yield "It was in evaluation mode before, and is in training mode after."


@check
def check_group_norm():
    torch.manual_seed(0)
    gamma, beta = torch.randn(8), torch.randn(8)
    z = torch.randn(5, 8) * torch.arange(1.0, 9.0) + 3
    kept = z.clone()
    found = group_norm(z, 2, gamma, beta)
    if found is None or found.shape != z.shape:
        yield "It should return a tensor like z."
    if not z.equal(kept):
        yield "It changes z itself."
    ones = torch.ones(8), torch.zeros(8)
    plain = group_norm(z, 2, *ones).detach()
    alone = torch.cat([group_norm(row[None], 2, *ones) for row in z]).detach()
    if not same(plain, alone, 1e-4):
        yield "What becomes of an example still hangs on the others in the batch."
    if same(plain, nn.functional.group_norm(z, 1, *ones), 1e-4):
        yield "That is one group of all units, which is called layer norm."
    turned = z.view(5, 4, 2).mT.reshape(5, 8)
    turned = (
        nn.functional.group_norm(turned, 2, *ones).view(5, 2, 4).mT.reshape(5, 8)
    )
    if same(plain, turned, 1e-4):
        yield (
            "Groups are neighbors: units 0 to 3, then 4 to 7. Yours are every "
            "second unit."
        )
    parts = plain.view(5, 2, 4)
    if parts.mean(2).abs().max() > 1e-6:
        yield (
            "With γ = 1 and β = 0 each group of each example should have the mean "
            "0."
        )
    deviation = parts.std(2, correction=0).mean()
    if not abs(deviation - 1) < 0.01:
        yield (
            "With γ = 1 and β = 0 each group should have the deviation 1, not "
            f"{deviation:.3g}."
        )
    for groups in 4, 1:
        wanted = nn.functional.group_norm(z, groups, *ones)
        if not same(group_norm(z, groups, *ones).detach(), wanted, 1e-4):
            yield f"Asked for {groups} groups, it makes another number of them."
    wanted = nn.functional.group_norm(z, 2, gamma, beta)
    if not same(found.detach(), wanted, 1e-4):
        yield "γ and β should act at the end, on each unit: γ times it, plus β."
    tiny = torch.full((2, 8), 3.0)
    if not group_norm(tiny, 2, *ones).isfinite().all():
        yield "A group of equal numbers gives 0/0."


# %% [markdown]
# ## The script
# 1000 images of digits to train on, 400 to validate with. Somebody added a 65th column: the ink on the sheet, in the
# unit of their printer. It is ten thousand times as large as the pixels.

# %%
pixels, labels = load_digits(return_X_y=True)
rows = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(34))
pixels, y = torch.tensor(pixels)[rows] / 16, torch.tensor(labels)[rows]
ink = 640 * pixels.sum(1, keepdim=True)
raw = torch.cat([pixels, ink], 1)
TRAIN, HELD = slice(0, 1000), slice(1000, 1400)


def build(norm=None, layers=3):
    """A network of 32 ReLU units a layer, with a normalization before each ReLU."""
    torch.manual_seed(0)
    parts = []
    for units in (65, *[32] * (layers - 1)):
        parts += [
            nn.Linear(units, 32),
            norm(32) if norm else nn.Identity(),
            nn.ReLU(),
        ]
    return nn.Sequential(*parts, nn.Linear(32, 10))


def train(network, x, rate, batch=32, steps=200):
    """Gradient descent: the loss of each batch."""
    torch.manual_seed(1)
    optimizer = torch.optim.SGD(network.parameters(), rate)
    losses = []
    for _ in range(steps):
        chosen = torch.randint(1000, (batch,))
        optimizer.zero_grad()
        loss = cross_entropy(network(x[chosen]), y[chosen])
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses


def end(losses):
    """The mean loss of the last batches."""
    return sum(losses[-20:]) / 20


# %%
for name, column in {"pixels": pixels, "ink": ink}.items():
    print(f"{name}: {column.min():.0f} to {column.max():.0f}")
for rate in (1e-7, 1e-5, 1e-3):
    losses = train(build(), raw, rate)
    print(f"rate {rate:5.0e}: loss {losses[0]:.0f}, at last {end(losses):.2f}")

# %% [markdown]
# ## 1. Loss explodes, or stays at a guess: the inputs
# At small rates the loss stays huge. At larger ones a few steps kill all units of the first layer, and what is left
# is a guess, 2.30. No rate is right, for the large column and the small ones want different rates.
#
# Standardize: the training data get mean 0 and standard deviation 1 in each column. The author did that with one mean
# for all columns, and with each data set's own.


# %% task="standardize"
def standardize(x, train):
    """x with each column scaled by mean and deviation of the training data."""
    return (x - x.mean()) / x.std()


check_standardize()

# %% [markdown] fold="A hint"
# `train.mean(0)` has one number for each column. Corner pixels are never inked: their deviation is 0, and 0/0 is not a
# number. Divide those columns by 1.


# %% task="standardize" spoiler="Solution"
# The same two numbers for all data, or one example would mean different things.
def standardize(x, train):
    """x with each column scaled by mean and deviation of the training data."""
    deviation = train.std(0)
    deviation = torch.where(deviation < 1e-8, 1.0, deviation)
    return (x - train.mean(0)) / deviation


check_standardize()

# %%
x = standardize(raw, raw[TRAIN])
for rate in (1e-3, 1e-1, 0.3):
    losses = train(build(), x, rate)
    print(f"rate {rate:5.0e}: loss {losses[0]:.1f}, at last {end(losses):.2f}")

# %% [markdown]
# ## 2. The hidden units need it, too: batch norm
# What the second layer gets is what the first one gives, and nobody standardizes that. Batch normalization does, for
# each unit, over the examples of the batch:
#
# $$
# \hat z = \gamma\, \frac{z - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta
# $$
#
# The author standardized the wrong way round.


# %% task="batch_norm"
def batch_norm(z, gamma, beta, eps=1e-5):
    """Batch normalization of z (examples, units) in training mode."""
    mean, variance = z.mean(1, keepdim=True), z.var(1, keepdim=True)
    return gamma * (z - mean) / variance.sqrt() + eps + beta


check_batch_norm()

# %% [markdown] fold="A hint"
# One μ and one σ² for each *unit*: over dimension 0. `var` divides by n − 1, as one does for a sample; batch norm
# divides by n, `correction=0`. And see where ε stands in the formula.


# %% task="batch_norm" spoiler="Solution"
def batch_norm(z, gamma, beta, eps=1e-5):
    """Batch normalization of z (examples, units) in training mode."""
    mean, variance = z.mean(0), z.var(0, correction=0)
    return gamma * (z - mean) / (variance + eps).sqrt() + beta


check_batch_norm()

# %%
alone = batch_norm(
    torch.tensor([[1.0, -500.0, 3e6]]), torch.ones(3), torch.zeros(3)
)
print(f"a batch of one: {[abs(number) for number in alone[0].tolist()]}")

# %% [markdown]
# A batch of one has no spread: whatever the example is, each unit becomes β. That is why torch refuses it in training
# mode: *Expected more than 1 value per channel*.
#
# ## 3. One example alone: moving averages
# When the network is used, there may be one example only. So training keeps averages of μ and σ², and evaluation mode
# uses those: each keeps 0.9 of itself and takes 0.1 of the new batch's. The author's network has no averages.
#
# Make it equal to `nn.BatchNorm1d`, and let a saved model contain the averages. Call them `mean` and `variance`; they
# start at 0 and 1. One detail is torch's own: the σ² that goes into the average is over n − 1.


# %% task="BatchNorm"
class BatchNorm(nn.Module):
    """Batch normalization, with the averages for evaluation."""

    def __init__(self, units):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(units))
        self.beta = nn.Parameter(torch.zeros(units))
        self.mean, self.variance = torch.zeros(units), torch.ones(units)

    def forward(self, z):
        return batch_norm(z, self.gamma, self.beta)


check_BatchNorm()

# %% [markdown] fold="A hint"
# `self.register_buffer("mean", torch.zeros(units))` makes it part of `state_dict()`. `self.training` tells the mode.
# Move the averages in training mode only, and under `torch.no_grad()`, or they remember the graph of every batch.


# %% task="BatchNorm" spoiler="Solution"
class BatchNorm(nn.Module):
    """Batch normalization, with the averages for evaluation."""

    def __init__(self, units):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(units))
        self.beta = nn.Parameter(torch.zeros(units))
        self.register_buffer("mean", torch.zeros(units))
        self.register_buffer("variance", torch.ones(units))

    def forward(self, z):
        if not self.training:
            root = (self.variance + 1e-5).sqrt()
            return self.gamma * (z - self.mean) / root + self.beta
        with torch.no_grad():
            self.mean += 0.1 * (z.mean(0) - self.mean)
            self.variance += 0.1 * (z.var(0) - self.variance)
        return batch_norm(z, self.gamma, self.beta)


check_BatchNorm()

# %% [markdown]
# ## 4. Validation loss differs from run to run: the `eval()` trap
# The averages are there. Now somebody has to switch them on, and off again. The author's function gives another loss
# when the examples come in other batches. What is worse, it changes the network.


# %% task="evaluate"
def evaluate(network, x, y):
    """The loss of a network as it will be used: a number. Nothing else changes."""
    return cross_entropy(network(x), y).item()


check_evaluate()

# %% [markdown] fold="A hint"
# `network.eval()` before, and after it the mode that the network was in: `network.train(was)`. `torch.no_grad()` saves
# the graph, but does *not* stop the averages.


# %% task="evaluate" spoiler="Solution"
def evaluate(network, x, y):
    """The loss of a network as it will be used: a number. Nothing else changes."""
    was = network.training
    network.eval()
    with torch.no_grad():
        loss = cross_entropy(network(x), y).item()
    network.train(was)
    return loss


check_evaluate()

# %% alt="With batch norm the loss of the batches falls sooner than without, at the same learning rate."
curves, networks = {}, {"without": build(), "batch norm": build(BatchNorm)}
for name, network in networks.items():
    curves[name] = train(network, x, 0.05)
    print(f"{name}: validation loss {evaluate(network, x[HELD], y[HELD]):.2f}")
plot(curves, ylim=(0, None))

# %% [markdown]
# ## 5. Batch norm in small batches: group norm
# In a batch of two, each unit is +1 for one example and −1 for the other, whatever they are. Memory may allow no more
# than two, all the same. *Group norm* takes the mean and the variance of each example alone, over groups of neighboring
# units. The author's still looks at the batch.


# %% task="group_norm"
def group_norm(z, groups, gamma, beta, eps=1e-5):
    """z (examples, units), standardized in so many groups of units, per example."""
    parts = z.view(len(z), groups, -1)
    mean, variance = (
        parts.mean((0, 2), keepdim=True),
        parts.var((0, 2), keepdim=True),
    )
    parts = (parts - mean) / (variance + eps).sqrt()
    return gamma * parts.view(z.shape) + beta


check_group_norm()

# %% [markdown] fold="A hint"
# `parts` is (examples, groups, units of a group). Over which of the three does group norm average? And the variance is
# over n once more.


# %% task="group_norm" spoiler="Solution"
def group_norm(z, groups, gamma, beta, eps=1e-5):
    """z (examples, units), standardized in so many groups of units, per example."""
    parts = z.view(len(z), groups, -1)
    mean = parts.mean(2, keepdim=True)
    variance = parts.var(2, keepdim=True, correction=0)
    parts = (parts - mean) / (variance + eps).sqrt()
    return gamma * parts.view(z.shape) + beta


check_group_norm()


# %%
class GroupNorm(BatchNorm):
    def forward(self, z):
        return group_norm(z, 4, self.gamma, self.beta)


norms = {"without": None, "batch norm": BatchNorm, "group norm": GroupNorm}
for batch in (32, 2):
    for name, norm in norms.items():
        network = build(norm)
        train(network, x, 0.03, batch)
        loss = evaluate(network, x[HELD], y[HELD])
        print(f"batches of {batch:2}, {name + ':':11} validation loss {loss:.2f}")

# %% [markdown]
# In batches of 32 both help alike, at this rate. In batches of two, batch norm learns from noise, and group norm does not
# notice. It needs no averages either, and is the same in both modes.
#
# This is one seed, one rate and a small network. Without normalization it only wants a larger rate: look at what 0.3 did
# in task 1. Measured over many runs, each at its own rate, [no normalization at
# all](../training/normalization-compared.md#small-batches) was ahead in batches of two, on another network.
#
# **On your own model:** standardize by the training data and save the two numbers with it. Call `model.eval()` before
# you evaluate and `model.train()` after. Where only batches of a few examples fit, try `nn.GroupNorm`, and none as a
# control.
