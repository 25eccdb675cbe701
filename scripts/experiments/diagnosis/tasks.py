"""Many small problems, each of its own, and small networks trained on all of them at once."""

from collections import namedtuple
from functools import cache
from math import pi

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train

FEATURES, MOST_CLASSES = 10, 8
PARTS = {"pool": 2000, "held out": 300, "test": 1000, "target pool": 1000, "target test": 1000}  # examples of a task
HALF, WIDTH, WIDE = (16,), (32,), (128,)  # hidden units
ABSENT = -1e4  # the bias of a class that a task does not have
POINTS = 8  # on a curve, besides its start

Tasks = namedtuple("Tasks", "x y classes rows seed steps batch_size")


def uniform(low, high, g):
    return low + (high - low) * torch.rand((), generator=g).item()


def blobs(classes, count, g):
    """Examples (count, features), labels (count,): a class is two to four clouds of points."""
    places = int(torch.randint(2, 5, (), generator=g))
    centres = uniform(1.4, 2.2, g) * torch.randn(classes * places, FEATURES, generator=g)
    blob = torch.randint(len(centres), (count,), generator=g)
    return centres[blob] + torch.randn(count, FEATURES, generator=g), blob % classes


def waves(classes, count, g):
    """Examples (count, features), labels (count,): a class is a wave of its own, drawn with noise, early or late."""
    sizes, phases = torch.randn(classes, 3, generator=g), 2 * pi * torch.rand(classes, 3, generator=g)
    label = torch.randint(classes, (count,), generator=g)
    late = uniform(0.1, 0.3, g) * torch.rand(count, 1, 1, generator=g)
    time = torch.arange(FEATURES)[:, None] / FEATURES + late  # (count, features, 1)
    x = (sizes[label, None] * torch.sin(2 * pi * time * torch.arange(1, 4) + phases[label, None])).sum(-1)
    return x + uniform(0.2, 0.5, g) * torch.randn(x.shape, generator=g), label


def make_task(task, g, family):
    """Examples (rows, features), labels (rows,) and the number of classes; the target rows are of another kind."""
    classes = int(torch.randint(3, MOST_CLASSES + 1, (), generator=g))
    x, y = FAMILIES[family](classes, sum(PARTS.values()), g)
    x = (x - x[: PARTS["pool"]].mean(0)) / x[: PARTS["pool"]].std(0)
    last = PARTS["target pool"] + PARTS["target test"]
    other, some = x[-last:], torch.arange(FEATURES) < torch.randint(1, FEATURES // 2 + 1, (), generator=g)
    kinds = [torch.where(some, -other, other), torch.where(some, other.roll(1, 1), other), other + some]
    return torch.cat([x[:-last], kinds[task % len(kinds)]]), y, classes


FAMILIES = {"waves": waves, "blobs": blobs}


def make_tasks(device, seed, repeats, steps, batch_size, family):
    """As many independent tasks, and how a network is to be trained on each."""
    made = [make_task(task, generator(seed, task, 0), family) for task in range(repeats)]
    x, y, classes = zip(*made, strict=True)
    ends = torch.tensor(list(PARTS.values())).cumsum(0).tolist()
    rows = {name: torch.arange(end - PARTS[name], end) for name, end in zip(PARTS, ends, strict=True)}
    return Tasks(torch.stack(x).to(device), torch.stack(y).to(device), classes, rows, seed, steps, batch_size)


def relabelled(tasks, change, stream, classes=None):
    """The same tasks with other labels: change(x, y, classes, chance) of each."""
    parts = zip(tasks.x.cpu(), tasks.y.cpu(), tasks.classes, strict=True)
    chances = [generator(tasks.seed, task, stream) for task in range(len(tasks.x))]
    y = [change(*part, chance) for part, chance in zip(parts, chances, strict=True)]
    return tasks._replace(y=torch.stack(y).to(tasks.x.device), classes=classes or tasks.classes)


def deal_out_labels(tasks):
    """Labels of the known examples, for training and validation, in a random order."""

    def deal(x, y, classes, chance):
        known = PARTS["pool"] + PARTS["held out"]
        return torch.cat([y[:known][torch.randperm(known, generator=chance)], y[known:]])

    return relabelled(tasks, deal, 3)


def noisy_labels(tasks):
    """A third to two thirds of all labels are drawn at random: no model can know them."""

    def draw(x, y, classes, chance):
        random = torch.randint(classes, y.shape, generator=chance)
        return torch.where(torch.rand(y.shape, generator=chance) < uniform(1 / 3, 2 / 3, chance), random, y)

    return relabelled(tasks, draw, 4)


def rare_class(tasks):
    """Two classes, of which one to five in a hundred are of the second; the inputs hardly tell which."""

    def draw(x, y, classes, chance):
        share = uniform(0.01, 0.05, chance) * torch.exp(0.3 * x[:, 0])
        return (torch.rand(y.shape, generator=chance) < share).long()

    return relabelled(tasks, draw, 5, classes=(2,) * len(tasks.x))


def noisy_amounts(tasks):
    """A number to predict (rows, 1): a smooth function of the inputs and as much noise, 0.5 to 2 times its spread."""

    def draw(x, y, classes, chance):
        inner = torch.randn(FEATURES, 8, generator=chance) / FEATURES**0.5
        clean = torch.tanh(x @ inner) @ torch.randn(8, 1, generator=chance)
        noisy = clean + uniform(0.5, 2, chance) * clean.std() * torch.randn(clean.shape, generator=chance)
        return (noisy - noisy.mean()) / noisy.std()

    return relabelled(tasks, draw, 6)


def off_by_one(output, labels, reduction):
    """A mistake in the code: every example of a batch gets its neighbour's label; labels: (tasks, examples)."""
    return cross_entropy(output, labels.roll(1, 1), reduction=reduction)


def absent(tasks, which):
    """(tasks, 1, classes): those that a task does not have."""
    classes = torch.tensor([tasks.classes[task] for task in which], device=tasks.x.device)
    return (torch.arange(MOST_CLASSES, device=tasks.x.device) >= classes[:, None])[:, None]


def squared(output, target, reduction="mean"):
    return (output - target).square() if reduction == "none" else (output - target).square().mean()


def fit(tasks, rows, which=None, *, hidden=WIDTH, optimizer="Adam", rate=0.01, gain=1.0, loss=cross_entropy, **more):
    """One network per task, trained on its rows: curves (tasks, points), final losses and accuracies (tasks,)."""
    which = range(len(rows)) if which is None else which
    own = [generator(tasks.seed, task, 1) for task in which]
    numbers = tasks.y.is_floating_point()
    parameters = init((FEATURES, *hidden, 1 if numbers else MOST_CLASSES), own, tasks.x.device)
    with torch.no_grad():
        for weight in parameters[::2]:
            weight *= gain
        if not numbers:
            parameters[-1].masked_fill_(absent(tasks, which), ABSENT)
    x, y = tasks.x.flatten(0, 1), tasks.y.flatten(0, 1)
    chosen = [task * tasks.x.shape[1] + rows[task] for task in which]
    order = batches(chosen, tasks.batch_size, tasks.steps, own)
    method = getattr(torch.optim, optimizer)(parameters, rate, fused=True, **more)

    @cache
    def examples(part):
        """Inputs and labels of a part of each task, or of the training rows."""
        places = [task * tasks.x.shape[1] + tasks.rows[part] for task in which] if part else chosen
        return [(x[at], y[at][None]) for at in places]

    @torch.no_grad()
    def answers(part):
        """Each network's outputs (1, rows, classes) for them, with the labels (1, rows)."""
        networks = zip(*[parameter.split(1) for parameter in parameters], strict=True)
        return [(forward(own, x), y) for own, (x, y) in zip(networks, examples(part), strict=True)]

    def losses(answers):
        true = squared if numbers else cross_entropy
        return torch.stack([true(outputs.mT, labels.transpose(1, -1)) for outputs, labels in answers])

    def accuracies(answers):
        return 100 * torch.stack([(outputs.argmax(-1) == labels).double().mean() for outputs, labels in answers])

    def point():
        return torch.stack([losses(answers(None)), losses(answers("held out"))])

    points = [point()]
    for part in order.chunk(POINTS):
        train(parameters, x, y, part, method, squared if numbers else loss)
        points.append(point())
    train_loss, validation_loss = torch.stack(points, 2)
    found = {"train": train_loss, "validation": validation_loss, "end": train_loss[:, -1]}
    found["evaluated"] = found["end"]  # nothing here behaves otherwise after training
    for part in ("test", "target test"):
        answered = answers(part)
        found[part] = losses(answered)
        if not numbers:
            found[part, "accuracy"] = accuracies(answered)
    return found


def fit_kinds(tasks, rows, kinds, **settings):
    """As `fit`, where task t is of kind t modulo their number."""
    shares = [range(first, len(rows), len(kinds)) for first in range(len(kinds))]
    found = [fit(tasks, rows, share, **kind | settings) for share, kind in zip(shares, kinds, strict=True) if share]
    back = torch.tensor([task for share in shares for task in share]).argsort()
    return {key: torch.cat([part[key] for part in found])[back] for key in found[0]}
