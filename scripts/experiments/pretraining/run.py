"""Few labels for your own task, many for another: does it help to train on the other task first?

Networks learn to tell five classes of MNIST-1D (Greydanus and Kobak, 2024) from few signals. They begin as they were
initialized, or as they came out of training on many signals of the five other classes. The control has seen the same
signals as often, with labels drawn at random. Each repeat draws which classes are its own.
"""

from statistics import fmean

import torch

from scripts.evidence.chance import generator
from scripts.experiments.remedies.networks import CLASSES
from scripts.experiments.remedies.run import measure, signals
from snippets.ensemble import batches, forward, init
from snippets.remedies import train

SETTINGS = {
    "40 signals": {"target": 40, "repeats": 10},
    "300 signals": {"target": 300, "repeats": 10},
    "seven classes before, three after": {"target_classes": 3, "repeats": 10},
    "50 units a layer": {"hidden": (50, 50), "repeats": 10},
}


def split(y, seed, repeats, classes, sizes, source):
    """Rows of signals to learn from before (repeats, source), and of the own classes a part of each of these sizes."""
    others, own = [], []
    for repeat in range(repeats):
        chance = generator(seed, repeat, 0)
        chosen = torch.isin(y.cpu(), torch.randperm(CLASSES, generator=chance)[:classes])
        for rows, count, parts in (~chosen, source, others), (chosen, sum(sizes), own):
            parts.append(rows.nonzero()[torch.randperm(int(rows.sum()), generator=chance), 0][:count])
    return torch.stack(others).to(y.device), torch.stack(own).to(y.device).split(sizes, 1)


def begin(x, y, rows, seed, hidden, steps, batch_size, rate):
    """The networks with which each arm begins, the last layer new: {arm: parameters}."""
    chance = generator(seed, 0, 4)  # a label is true or not for all repeats
    random_labels = torch.randint(CLASSES, y.shape, generator=chance).to(y.device)
    begun = {}
    for arm, labels in {"from scratch": None, "pretrained": y, "random labels": random_labels}.items():
        start, last = ([generator(seed, repeat, purpose) for repeat in range(len(rows))] for purpose in (1, 2))
        parameters = init((x.shape[1], *hidden, CLASSES), start, x.device)  # the same weights and batches in each arm
        if labels is not None:
            train(parameters, forward, x, labels, batches(rows, batch_size, steps, start), rate)
        kept = [part.detach().clone().requires_grad_() for part in parameters[:-2]]
        begun[arm] = kept + init((hidden[-1], CLASSES), last, x.device)
    return begun


def learn(parameters, x, y, rows, seed, steps, batch_size, rate):
    """Train all layers on the own signals, in place. Returns a function from signals to answers."""
    own = [generator(seed, repeat, 3) for repeat in range(len(rows))]
    train(parameters, forward, x, y, batches(rows, batch_size, steps, own), rate)
    return lambda inputs: forward(parameters, inputs)


def run(
    device,
    seed,
    *,
    repeats=20,
    target=100,
    target_classes=5,
    source=2000,
    validation=250,
    test=1000,
    hidden=(100, 100),
    pretraining_steps=300,
    pretraining_rate=0.01,
    steps=150,
    batch_size=50,
    rates=(("from scratch", 0.003), ("pretrained", 0.001), ("random labels", 0.01)),  # validation, seeds 0 to 9
):
    x, y = signals(device)
    before, (rows, _, test_rows) = split(y, seed, repeats, target_classes, (target, validation, test), source)
    begun, arms = begin(x, y, before, seed, hidden, pretraining_steps, batch_size, pretraining_rate), {}
    for arm, rate in rates:
        answer = learn(begun[arm], x, y, rows, seed, steps, batch_size, rate)
        (loss, accuracy), (_, learned) = measure(answer, x, y, test_rows), measure(answer, x, y, rows)
        arms[arm] = {"loss": loss, "accuracy": accuracy, "train_accuracy": learned}
    return {
        "arms": arms,  # measure: (repeats,)
        "mean": {arm: {name: fmean(each.tolist()) for name, each in of.items()} for arm, of in arms.items()},
    }
