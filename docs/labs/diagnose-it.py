# %% [markdown]
# # Lab: diagnose it
#
# **A training script reads handwritten digits and gets one in ten right, as a guess does. Five things are wrong with
# it. Where do you start?** With the losses, in the order of [the general guide](../framework/general-guide.md). Each of
# its questions rules out a family of causes, and the answers are numbers, some of them from a second run made for the
# purpose.
#
# You find the five faults one after the other: see a symptom, ask the guide, mend *one* function. A check tells whether
# the function is right now, and if not, why not. Your own fix stays, and the next fault is looked for in the script as
# you mended it. Below each task a solution is folded. **If you give up, copy the solution over the task and run that.**
#
# The machine needs some seconds for all of it, you need half an hour, and both of you need torch, scikit-learn and
# matplotlib. What the site shows was printed with our solutions.

# %%
# %config InlineBackend.figure_formats = ["svg"]
import math
from itertools import pairwise
from math import log
from statistics import median

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)
CLASSES = 10
GUESS = log(CLASSES)

# %% [markdown]
# A guess gives each of ten classes the probability $1/10$. Its cross-entropy is $-\ln(1/10) = \ln 10 \approx 2.30$.
# That is the yardstick: the guide measures losses in guesses.
#
# ## The tools
# Unfold them when you need them. The first is the guide as code, the same as [on its
# page](../framework/general-guide.md). The second draws curves and asks the guide. The third makes the data and the
# checks; reading it gives some of the faults away.

# %% fold="The guide: diagnose"
QUESTIONS = {
    "finite": "Is every loss a finite number?",
    "start": "Does training start near the loss of a guess?",
    "steady": "Does the training loss fall without rising again?",
    "mode": "Is the training loss as low in evaluation mode?",
    "low": "Does the training loss end low?",
    "apart": "Does the held-out loss stay near the training loss?",
    "learned": "Did the held-out loss ever beat a guess?",
    "recipe": "Does your network end lower under a recipe that you trust?",
    "smaller": "Does a smaller network end lower?",
    "slowed": "Has the fall of the training loss slowed down?",
    "batch": "Can your network learn eight examples by heart?",
    "bigger": "Does a bigger network end lower?",
    "floor": "Does the training loss beat a guess clearly?",
    "signal": "Did the held-out loss ever beat a guess?",
    "gap": "Does the held-out loss end near the training loss?",
    "target": "Is the test loss near the held-out loss?",
}
GUIDE = {  # key: (the largest number that means yes, its unit, if yes, if no)
    "finite": (0, "that are not", "start", "not a number"),
    "start": (2, "guesses", "steady", "wrong start"),
    "steady": (0.1, "of a guess up again", "mode", "unstable"),
    "mode": (0.2, "of a guess more", "low", "evaluation mode"),
    "low": (0.15, "of a guess", "signal", "apart"),
    "apart": (0.3, "of a guess above", "recipe", "learned"),
    "learned": (0.97, "of a guess at best", "overfitting", "unrelated labels"),
    "recipe": (0.85, "of yours", "optimization", "smaller"),
    "smaller": (0.85, "of yours", "optimization", "slowed"),
    "slowed": (0.8, "of its usual pace", "batch", "too few updates"),
    "batch": (0.3, "of their own guess", "bigger", "broken step"),
    "bigger": (0.7, "of yours", "model bias", "floor"),
    "floor": (0.9, "of a guess", "as low as these get", "only a guess"),
    "signal": (0.97, "of a guess at best", "gap", "unrelated labels"),
    "gap": (0.2, "of a guess above", "target", "overfitting"),
    "target": (0.08, "of a guess above", "healthy", "mismatch"),
}
RUNS = {  # key: (what to measure for it, what diagnose calls the number)
    "start": ("measure the loss before the first step", "untrained"),
    "mode": ("measure the training loss after model.eval()", "evaluated"),
    "low": ("take the guess from guess_loss(labels)", "zeros"),
    "recipe": (
        "train yours as long with Adam at 1e-3 (pretrained: 2e-5), inputs and "
        "targets standardized; its loss in your unit",
        "recipe",
    ),
    "smaller": ("train one that yours contains, as well as you can", "smaller"),
    "batch": ("train on eight examples only", "one_batch"),
    "bigger": ("train a wider one in the same way", "bigger"),
    "floor": ("take the guess from guess_loss(labels)", "zeros"),
    "signal": ("hold out some training data", "validation_loss"),
    "target": ("measure it where the model is used", "test_loss"),
}
LEAVES = {  # leaf: what to try next
    "not a number": "missing values, log 0, x/0, sqrt of 0; a smaller rate; clip",
    "wrong start": "standardize inputs and targets; initialization? a sum?",
    "unstable": "zero_grad()? A smaller rate; clip; targets made by the network?",
    "evaluation mode": "batch norm's statistics; dropout; a sum for a mean?",
    "unrelated labels": "read labels beside inputs; a shuffle? too few examples?",
    "optimization": "what has the recipe not? rate, schedule, decay, augmentation",
    "too few updates": "train longer; larger rate; smaller batches, if no norm",
    "broken step": "the first checks; softmax or ReLU last? no ReLU between?",
    "model bias": "a bigger model, or more input features",
    "as low as these get": "noise? missing inputs? augmentation? a fast wave?",
    "only a guess": "unequal classes? labels of other rows? -999 in the inputs?",
    "overfitting": "eval() called? scaled alike? wrong labels? more data, augment",
    "mismatch": "training data like the test data; more of the same may not help",
    "healthy": "stop, or choose the complexity by validation; is the metric right?",
}


def as_float(loss, name):
    """A plain number, of a tensor with a gradient too. Raises ValueError."""
    try:
        return float(loss.item() if hasattr(loss, "item") else loss)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"{name}: a number, please, not {loss!r:.40}") from None


def as_floats(losses, name):
    """A list of numbers, from a list, an array or a tensor. Raises ValueError."""
    if isinstance(losses, str) or not hasattr(losses, "__len__"):
        raise ValueError(f"{name}: a list of numbers, please; see read_losses")
    if not len(losses):
        raise ValueError(f"{name} is empty: note the loss after every epoch")
    return [as_float(loss, f"{name}, a list of numbers") for loss in losses]


def in_parts(losses, least=10):
    """Medians of so many equal parts, or up to twice as many: noise counts less."""
    n, size = len(losses), max(1, len(losses) // least)
    return [median(losses[i : i + size]) for i in range(n % size, n, size)]


def end_of(losses):
    """Where a curve ends; a last value that jumps up is a spike."""
    curve = in_parts(losses)
    return min(curve[-1], median(curve[-3:]))


def rise_of(first, losses, much):
    """How far it goes up again. One rise is a spike, unless it is above `much`."""
    curve = in_parts(losses, 5) if len(losses) > 9 else losses
    moves = sorted(after - before for before, after in pairwise([first, *curve]))
    jump = max(losses) - first
    again = jump if jump > much else moves[-2:][0]
    return max(again, end_of(losses) - min(curve), 0)


def pace_of(losses, little):
    """Its last falls over its usual ones; True if they are too small to tell."""
    falls = [before - after for before, after in pairwise(in_parts(losses))]
    last, usual = min(falls[-2:], default=0), median(falls or [0])
    if len(falls) < 2 or min(falls) <= 0:  # short or noisy: a steep end counts
        usual = max(usual, 50 * little) if last > 50 * little else 0
    return last / usual if usual > little else True


def off_zero(least, guess, zeros):
    """How many guesses are left, where targets far from zero may be the reason."""
    classes = math.exp(zeros) if zeros and zeros < 7 else 0.5  # of a cross-entropy
    numbers = zeros and abs(classes - round(classes)) > 1e-2 * classes
    return least / guess if numbers and zeros > 2 * guess else 0


def above(loss, other, guess):
    """How far it lies above the other; their ratio counts too."""
    ratio = min(max(loss / other, 1), 1.5) if other > 0 else 1.5
    return max(loss - other, 0) / guess * ratio


def answers(train, held, test, guess, zeros, first, evaluated, heart, others):
    """{question: number in the guide's unit}; held may be empty, others None.

    None: it takes another run. True or False: it need not be asked, that's the way.
    """
    end, top, known = end_of(train), max(guess, zeros or guess), first is not None
    first = first if known else train[0]
    least = min(first, *train)
    still = least / guess if least > 0.9 * first else 0  # else it moves
    start = max(first / top, still, off_zero(least, guess, zeros))
    if start > GUIDE["start"][0] and not known and max(train) > 1.5 * min(train):
        start = None  # an epoch's mean may be large after a good start
    last, best = (end_of(held), min(held)) if held else (end, None)
    level = min(end, last) if evaluated is None else evaluated
    own = end if evaluated is None else evaluated
    fits, stuck = level / guess <= GUIDE["low"][0], (heart or 0) > GUIDE["batch"][0]
    mode = evaluated is not None and (evaluated - end) / guess
    if evaluated is None:  # held-out data may say that it is another function there
        high = end / guess > GUIDE["low"][0]  # or they are in another unit
        units = held and (last < 0.3 * end if high else held[0] > 3 * train[0])
        mode = None if units or (fits and held and best > 0.7 * guess) else True
    two = not zeros and math.isclose(guess, math.log(2), rel_tol=1e-3)  # seldom
    ran = {name: loss for name, loss in others.items() if loss is not None}
    return {
        "start": start,
        "steady": rise_of(first, train, 10 * top) / top,
        "mode": mode,
        "low": None if fits and two else level / guess,
        "apart": above(last, level, guess),
        "learned": best is None or best / guess,
        "recipe": False if others["smaller"] is not None or stuck else None,
        "smaller": False if stuck else None,
        "slowed": pace_of(held or train, 1e-3 * guess),
        "batch": heart,
        "bigger": None,
        "floor": None if two else level / guess,
        "signal": best and best / guess,
        "gap": above(last, level, guess),
        "target": test and above(test, max([last, *held[-1:]]), guess),
    } | {name: loss / (own or 1e-9) for name, loss in ran.items()}


def diagnose(train_loss, validation_loss=None, test_loss=None, *, guess, zeros=None,
             untrained=None, evaluated=None, one_batch=None, one_batch_guess=None,
             recipe=None, smaller=None, bigger=None):  # fmt: skip
    """-> where the guide leads, the reasons, and what to try next.

    train_loss, validation_loss: one number an epoch, or more. test_loss: a number.
    guess, zeros: losses of the best constant and of zero outputs, from guess_loss.
    untrained: the loss before the first step. evaluated: the training loss after
    model.eval(). Last training losses of other runs: recipe, smaller, bigger, and
    one_batch, with the guess of its examples. Raises ValueError for other input.
    """
    train, held = as_floats(train_loss, "train_loss"), []
    if validation_loss is not None:
        held = as_floats(validation_loss, "validation_loss")
    single = {"test": test_loss, "guess": guess, "zeros": zeros, "first": untrained}
    single |= {"evaluated": evaluated, "heart": one_batch}
    others = {"recipe": recipe, "smaller": smaller, "bigger": bigger}
    for part in (single, others):
        part |= {k: as_float(part[k], k) for k in part if part[k] is not None}
    yard = as_float(guess if one_batch_guess is None else one_batch_guess, "guess")
    if -math.inf < min(train) < 0:
        raise ValueError(
            "a loss below 0: is log_softmax missing? Or is it a density?"
        )
    if not (0 < single["guess"] < math.inf and 0 < yard < math.inf):
        raise ValueError("a guess must be a positive number: see guess_loss")
    single["heart"] = None if one_batch is None else single["heart"] / yard
    mine = [*train, *held, single["test"], single["evaluated"], single["first"]]
    rest = others | {"one_batch": single["heart"], "zeros": single["zeros"]}
    for name, loss in rest.items():
        if loss is not None and not math.isfinite(loss):
            raise ValueError(f"{name} is not a finite number: mend that run first")
    bad = sum(not math.isfinite(loss) for loss in mine if loss is not None)
    known = {} if bad else answers(train, held, **single, others=others)
    known, key, why = known | {"finite": bad}, "finite", []
    while key in GUIDE:
        answer, (most, unit, yes, no) = known[key], GUIDE[key]
        if answer is None:
            run, name = RUNS[key]
            return "cannot tell", why, f"{run}, and give it as {name}="
        holds = answer if isinstance(answer, bool) else answer <= most
        if answer is not holds:
            found = f"{'yes' if holds else 'no'}: {answer:.3g} {unit}"
            why.append(f"{QUESTIONS[key]} {found} (yes up to {most:g})")
        key = yes if holds else no
    return key, why, LEAVES[key]


# %% fold="Curves, and a question to the guide"
LOGBOOK = {}


def plot(curves):
    """Losses along a run, as {name: losses}, beside that of a guess."""
    figure, axes = plt.subplots(figsize=(4.8, 2.8))
    beside = {"textcoords": "offset points", "va": "center"}
    for name, losses in curves.items():
        (line,) = axes.plot(
            [SHOW * place for place in range(len(losses))],
            losses,
            "o-",
            markersize=3,
        )
        axes.annotate(
            name, (STEPS, losses[-1]), (6, 0), color=line.get_color(), **beside
        )
    axes.axhline(GUESS, color="black", linestyle=":")
    axes.annotate("a guess", (STEPS, GUESS), (6, 11), **beside)
    axes.set(xlabel="step", ylabel="cross-entropy", xlim=(0, STEPS), ylim=(0, None))
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.show()


def ask(result, **others):
    """Tell the guide about a run, and about others by their last training loss."""
    ends = {name: other["training"][-1] for name, other in others.items()}
    losses = result["training"], result["validation"], result["test"]
    start = losses[0][0]  # these curves begin before the first step
    leaf, why, then = diagnose(*losses, guess=GUESS, untrained=start, **ends)
    print(*why[-2:], f"→ {leaf}: {then}", sep="\n")
    if leaf != "cannot tell":
        LOGBOOK[leaf] = result


# %% fold="Data and checks (they give things away)"
pixels, labels = load_digits(return_X_y=True)
order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(34))
pixels, labels = (
    torch.tensor(pixels, dtype=torch.float32)[order],
    torch.tensor(labels)[order],
)
SCANS = {
    "training": (pixels[:1400], labels[:1400]),
    "test": (16 - pixels[1400:], labels[1400:]),
}
TRAINING, VALIDATION = torch.arange(1000), torch.arange(1000, 1400)
LOW = 0.15 * GUESS  # as the guide has it
RIGHT = dict.fromkeys(("start", "draw", "build", "choose", "read"), False)


def verdict(task, *hints):
    """Print the first hint whose condition is true, or that all is well."""
    RIGHT[task] = False
    first = next(name for name in RIGHT if not RIGHT[name])
    order = first != task, f"Mend {first} first: its own check says what is wrong."
    hint = next((" ".join(words) for wrong, *words in (order, *hints) if wrong), "")
    print(f"Not yet. {hint}" if hint else "Right.")
    RIGHT[task] = not hint


def check_start():
    losses = [run(layers, steps=0)["training"][0] for layers in (3, 1)]
    loss = max(losses, key=lambda loss: abs(loss - GUESS))
    # does a network learn from there that has none of the faults to come?
    torch.manual_seed(0)
    tanh = [p for _ in range(3) for p in (nn.Linear(64, 64), nn.Tanh())]
    network = nn.Sequential(*tanh, nn.Linear(64, CLASSES))
    start(network)
    same = any((layer.weight == layer.weight[0]).all() for layer in network[:-1:2])
    images, labels = (part[TRAINING] for part in read("training"))
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    for rows in torch.randint(len(images), (STEPS, BATCH)):
        optimizer.zero_grad()
        cross_entropy(network(images[rows]), labels[rows]).backward()
        optimizer.step()
    end = cross_entropy(network(images), labels).item()
    verdict(
        "start",
        (
            not abs(loss - GUESS) <= GUESS / 4,
            f"The loss starts at {loss:.1f}.",
            f"A network that does not favour a class yet starts near {GUESS:.1f}.",
        ),
        (same, "Units with equal weights get equal gradients: they stay equal."),
        (
            not end <= LOW,
            "The loss starts where it should, and hardly falls:",
            f"a network without other faults ends at {end:.2f}.",
        ),
    )


def check_draw():
    rows = torch.arange(1000)
    images = rows.float()[:, None].expand(-1, 64)
    torch.manual_seed(0)
    batches = [draw(images, rows) for _ in range(STEPS)]
    (x, y), (_, later) = batches[:2]
    wrong = (x[:, 0] != y).float().mean()
    kinds = len(y.unique())
    beside = (y.sort().values.diff() == 1).sum()
    times = torch.cat([y for _, y in batches]).bincount(minlength=len(rows))
    rare = (times < times.float().mean() / 4).float().mean()
    verdict(
        "draw",
        (len(x) != BATCH, f"A batch should hold {BATCH} examples, not {len(x)}."),
        (wrong > 0, f"{wrong:.0%} of the images come with the label of another."),
        (y.equal(later), "Images and labels match, but every batch is the same."),
        (kinds < 0.7 * BATCH, f"A batch holds only {kinds} different images."),
        (beside > BATCH / 2, "A batch is a piece of the data. Draw at random."),
        (rare > 0.05, f"In a run, {rare:.0%} of the images hardly ever come up."),
    )


def depth(network):
    """Hidden layers: how often the input of a linear layer bends the last one's."""
    inputs = []
    for part in network.modules():
        if isinstance(part, nn.Linear):
            part.register_forward_pre_hook(lambda _, given: inputs.append(given[0]))
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in network.parameters():  # large enough to bend
            parameter += torch.randn_like(parameter) / 2
        network.eval()(torch.randn(1000, 64))
    hidden = 0
    for x, y in pairwise(inputs):
        x = torch.cat([x, torch.ones(len(x), 1)], 1)
        rest = y - x @ torch.linalg.lstsq(x, y).solution
        hidden += bool(rest.var(0).sum() > 1e-4 * y.var(0).sum())
    return hidden


def check_build():
    one, two, three = (depth(build(layers)) for layers in (1, 2, 3))
    loss, shallow = (run(layers)["training"][-1] for layers in (3, 1))
    verdict(
        "build",
        (
            not 0 < one < two < three,
            "Asked for 1, 2 and 3 hidden layers with activations,",
            f"your function builds {one}, {two} and {three}.",
        ),
        (
            not loss <= LOW,
            f"The training loss still ends at {loss:.2f};",
            f"with one hidden layer it ends at {shallow:.2f}.",
        ),
    )


def check_choose():
    rows, every = set(choose(TRAINING).tolist()), set(TRAINING.tolist())
    outside, idle = len(rows - every), len(every - rows)
    result = run()
    gap = result["validation"][-1] - result["training"][-1]
    verdict(
        "choose",
        (
            outside > 0,
            f"{outside} of the examples are not training data:",
            "the validation loss has stopped being a test.",
        ),
        (
            not gap <= 0.2 * GUESS,
            f"The validation loss ends {gap:.2f} above the training loss,",
            f"{gap / GUESS:.0%} of a guess.",
        ),
        (
            idle > len(every) / 4,
            f"The gap is small now, but {idle} of {len(every)} images lie idle.",
        ),
    )


def read_other(part, *scans):
    """What read makes of other scans, in the place of a part's."""
    kept, SCANS[part] = SCANS[part], scans
    try:
        return read(part)[0]
    finally:
        SCANS[part] = kept


def check_read():
    pixels, digits = SCANS["test"]
    images, labels = read("test")
    if not labels.equal(digits):
        return verdict("read", (True, "These are not the test scans' labels."))
    result = run()
    gap, accuracy = result["test"] - result["validation"][-1], result["accuracy"]
    # the same sheets from the other scanner; the same scans, of other digits
    twins = read_other("training", 16 - pixels, digits)
    others = read_other("test", pixels, digits.roll(1))
    apart = (images - twins).abs().mean() > 0.1 * images.std()
    verdict(
        "read",
        (
            not gap <= 0.08 * GUESS,
            f"The test loss is {gap:.2f} above the validation loss.",
            "Look at the pixels.",
        ),
        (not accuracy > 0.9, f"Only {accuracy:.0%} of the test digits are right."),
        (
            not images.equal(others),
            "The test images depend on their labels, which are unknown in use.",
        ),
        (apart, "One sheet of paper still gives two images in the two scanners."),
    )


# %% [markdown]
# ## The script
# There are 1000 images of 8×8 pixels to train on, 400 to validate with, and some more to test on. Each of the first
# five functions has one fault. Perhaps you see some of them as you read. Follow the guide all the same: your own
# scripts will not fit on a screen.

# %%
STEPS, SHOW, BATCH, RATE = 300, 20, 32, 0.2


def read(part):
    """Images (count, 64), from 0 to 1, and labels (count,) of a part."""
    pixels, labels = SCANS[part]
    return pixels / 16, labels


def choose(rows):
    """The rows of the training data that we train on."""
    return rows[:40]


def build(layers):
    """A network with so many hidden layers of 64 units."""
    hidden = [p for _ in range(layers) for p in (nn.Linear(64, 64), nn.Sigmoid())]
    return nn.Sequential(*hidden, nn.Linear(64, CLASSES))


def start(network):
    """Draw the weights that training starts from."""
    for layer in network:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight)


def draw(images, labels):
    """A batch: random images, and their labels."""
    x = images[torch.randint(len(images), (BATCH,))]
    y = labels[torch.randint(len(labels), (BATCH,))]
    return x, y


def run(layers=3, examples=None, steps=STEPS, recipe=False):
    """Train once, or by a recipe that many trust: losses, and test accuracy."""
    torch.manual_seed(0)
    images, labels = read("training")
    parts = {"training": choose(TRAINING)[:examples], "validation": VALIDATION}
    losses = {name: [] for name in parts}
    network = build(layers)
    start(network)
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    if recipe:
        optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    for step in range(steps + 1):
        if step % SHOW == 0:
            for name, rows in parts.items():
                with torch.no_grad():
                    loss = cross_entropy(network(images[rows]), labels[rows])
                losses[name].append(loss.item())
        x, y = draw(images[parts["training"]], labels[parts["training"]])
        optimizer.zero_grad()
        cross_entropy(network(x), y).backward()
        optimizer.step()
    images, labels = read("test")
    with torch.no_grad():
        outputs = network(images)
    accuracy = (outputs.argmax(1) == labels).float().mean().item()
    return losses | {
        "test": cross_entropy(outputs, labels).item(),
        "accuracy": accuracy,
    }


# %% alt="The training loss starts near 10, four times a guess's, and is back at a guess's after a few dozen steps."
first = run()
plot({"training": first["training"]})
print(f"accuracy on test data: {first['accuracy']:.0%}")

# %% [markdown]
# ## Fault 1: before the first step
# The loss ends where a guess is. Leave the end alone for now: the guide's first questions are about the start.

# %%
ask(first)

# %% [markdown]
# Before the first step a network knows nothing, so it should do as well as a guess. This one does far worse: it is
# *sure*, and wrong. Mend the function below, which replaces the one above.


# %% task="start"
def start(network):
    """Draw the weights that training starts from."""
    for layer in network:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight)


check_start()


# %% task="start" spoiler="Solution"
# An output adds up 64 numbers between 0 and 1. With weights of size 1 the sums
# are 5 apart and more, and softmax makes certainty of that. A variance of 1/64
# keeps the sums below 1, and the units different from each other.
def start(network):
    """Draw the weights that training starts from."""
    for layer in network:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=layer.in_features**-0.5)
            nn.init.zeros_(layer.bias)


check_start()

# %% [markdown]
# ## Fault 2: a training loss that stays high
# The start is right. The guide's next question is about the end.

# %%
second = run()
ask(second)

# %% [markdown]
# *Cannot tell* is an answer too, for the guide adds which run would decide. First it wants our own network, trained
# by a recipe that we trust. Then a smaller one: one hidden layer instead of three makes a model that ours
# contains, for two more layers could pass its values on. After that, a run on eight images.

# %%
recipe = run(recipe=True)
ask(second, recipe=recipe)

# %%
smaller = run(layers=1)
ask(second, recipe=recipe, smaller=smaller)

# %%
ask(second, recipe=recipe, smaller=smaller, one_batch=run(examples=8))

# %% [markdown]
# Thirteen thousand parameters cannot learn eight images by heart. Depth, capacity and patience do not explain that:
# something is wrong with the training step itself. Print a batch, as the guide says, and look at it.


# %% task="draw"
def draw(images, labels):
    """A batch: random images, and their labels."""
    x = images[torch.randint(len(images), (BATCH,))]
    y = labels[torch.randint(len(labels), (BATCH,))]
    return x, y


check_draw()


# %% task="draw" spoiler="Solution"
# Two draws: an image got the label of another one. One draw serves both.
def draw(images, labels):
    """A batch: random images, and their labels."""
    rows = torch.randint(len(images), (BATCH,))
    return images[rows], labels[rows]


check_draw()

# %% [markdown]
# ## Fault 3: bias or optimization?
# Each image has its own label again. And yet:

# %% alt="With three hidden layers the training loss stays at a guess's; with one it falls to a seventh of it."
third, shallow = run(), run(layers=1)
plot({"three layers": third["training"], "one layer": shallow["training"]})
ask(third, smaller=shallow)

# %% [markdown]
# A high training loss tempts you to make the model bigger. The comparison speaks against that. The smaller network
# reaches a loss that the bigger one does not reach, although the bigger one could express as much. The good function is
# there; training does not find it ([bias or optimization](../framework/bias-or-optimization.md)).
#
# Keep the three layers, and make them trainable. A hint: for $\sigma(z) = 1 / (1 + e^{-z})$ the derivative is
# $\sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \le 1/4$, and the gradient of the first layer contains three such factors.


# %% task="build"
def build(layers):
    """A network with so many hidden layers of 64 units."""
    hidden = [p for _ in range(layers) for p in (nn.Linear(64, 64), nn.Sigmoid())]
    return nn.Sequential(*hidden, nn.Linear(64, CLASSES))


check_build()


# %% task="build" spoiler="Solution"
# The slope of tanh at 0 is 1, not 1/4, and the gradient reaches the first layer.
# ReLU or skip connections serve too, a wider network of sigmoids does not.
def build(layers):
    """A network with so many hidden layers of 64 units."""
    hidden = [p for _ in range(layers) for p in (nn.Linear(64, 64), nn.Tanh())]
    return nn.Sequential(*hidden, nn.Linear(64, CLASSES))


check_build()

# %% [markdown]
# ## Fault 4: the gap
# At last the training loss is low.

# %% alt="The training loss falls almost to 0. The validation loss stops falling at 0.7, after some 60 steps."
fourth = run()
plot({"training": fourth["training"], "validation": fourth["validation"]})
ask(fourth)

# %% [markdown]
# The network has learned its examples by heart ([overfitting](../framework/overfitting.md)). Which of the
# guide's remedies fits, and how much of it?


# %% task="choose"
def choose(rows):
    """The rows of the training data that we train on."""
    return rows[:40]


check_choose()


# %% task="choose" spoiler="Solution"
# Somebody wanted quick runs while debugging, and the slice stayed. There are
# 1000 labelled images.
def choose(rows):
    """The rows of the training data that we train on."""
    return rows


check_choose()

# %% [markdown]
# ## Fault 5: good on validation data, bad on test data

# %%
fifth = run()
ask(fifth)

# %% [markdown]
# More data of the same kind do not help against [a mismatch](../framework/mismatch.md). Find out how each of the two
# sets was made; to look at them is the quickest way.

# %% alt="Two digits: in the training image bright ink on dark paper, in the test image dark ink on bright."
figure, both = plt.subplots(1, 2, figsize=(4.2, 2.2))
for axes, part in zip(both, ("training", "test"), strict=True):
    axes.imshow(read(part)[0][0].view(8, 8), cmap="gray", vmin=0, vmax=1)
    axes.set(title=part, xticks=[], yticks=[])
plt.show()


# %% task="read"
def read(part):
    """Images (count, 64), from 0 to 1, and labels (count,) of a part."""
    pixels, labels = SCANS[part]
    return pixels / 16, labels


check_read()


# %% task="read" spoiler="Solution"
# The test images come from a scanner that writes paper as 16 and ink as 0.
def read(part):
    """Images (count, 64), from 0 to 1, and labels (count,) of a part."""
    pixels, labels = SCANS[part]
    return (16 - pixels if part == "test" else pixels) / 16, labels


check_read()

# %% [markdown]
# ## What the five fixes did

# %%
ask(run())

# %%
print("accuracy  what the guide found")
for leaf, result in LOGBOOK.items():
    print(f"{result['accuracy']:8.0%}  {leaf}")

# %% [markdown]
# After four right fixes the script reads no more digits than at the start. Whoever judges a fix by the test accuracy
# takes all four back. The guide judges each by the number that it should change: the first loss, the loss on eight
# examples, the training loss, the gap.
#
# ## Plant your own
# 1. Give the mended script one hidden layer of two units. Which runs does the guide ask for, and what does it say after
#    them?
# 2. Set `RATE = 0.02` in the mended script, and make the comparison runs at the same rate. The guide names a cause, and
#    is wrong. Which comparison would have told?


# %% spoiler="Answer 1"
def build(layers):
    return nn.Sequential(nn.Linear(64, units), nn.Tanh(), nn.Linear(units, CLASSES))


runs = {}
for units in (1, 4, 2):
    runs[units] = run()
ask(runs[2], smaller=runs[1], one_batch=run(examples=8), bigger=runs[4])


# %% spoiler="Answer 2"
def build(layers):
    sizes = [64, *[width] * (layers - 1)]
    hidden = [p for size in sizes for p in (nn.Linear(size, width), nn.Tanh())]
    return nn.Sequential(*hidden, nn.Linear(width, CLASSES))


RATE, runs = 0.02, {}
for width in (16, 256, 64):
    runs[width] = run()
slow = runs[64]
ask(slow, smaller=runs[16], one_batch=run(examples=8), bigger=runs[256])

# The small network was trained as badly as ours. The bigger one was faster at the
# same rate, because one step changes the output of a wide network by more. So
# train the smaller network as well as you can.
RATE, width = 0.2, 16
print()
ask(slow, smaller=run())
