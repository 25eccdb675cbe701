"""Many small classification problems, each of its own, and small networks trained on all of them at once."""

from collections import namedtuple
from functools import cache

import torch
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from snippets.ensemble import batches, forward, init, train

FEATURES, MOST_CLASSES = 10, 8
PARTS = {"pool": 2000, "held out": 300, "test": 1000, "target pool": 1000, "target test": 1000}  # examples of a task
HALF, WIDTH, WIDE = (16,), (32,), (128,)  # hidden units
POINTS = 8  # on a curve, besides its start

Tasks = namedtuple("Tasks", "x y classes rows seed steps batch_size")


def uniform(low, high, g):
    return low + (high - low) * torch.rand((), generator=g).item()


def make_task(task, g):
    """Examples (rows, features), labels (rows,) and the number of classes; the target rows are of another kind."""
    classes, blobs = (torch.randint(*between, (), generator=g).item() for between in ((3, MOST_CLASSES + 1), (2, 5)))
    centres = uniform(1.4, 2.2, g) * torch.randn(classes * blobs, FEATURES, generator=g)
    blob = torch.randint(len(centres), (sum(PARTS.values()),), generator=g)
    x = centres[blob] + torch.randn(len(blob), FEATURES, generator=g)
    x = (x - x[: PARTS["pool"]].mean(0)) / x[: PARTS["pool"]].std(0)
    last = PARTS["target pool"] + PARTS["target test"]
    other, some = x[-last:], torch.arange(FEATURES) < torch.randint(1, FEATURES // 2 + 1, (), generator=g)
    kinds = [torch.where(some, -other, other), torch.where(some, other.roll(1, 1), other), other + some]
    return torch.cat([x[:-last], kinds[task % len(kinds)]]), blob % classes, classes


def make_tasks(device, seed, repeats, steps, batch_size):
    """As many independent tasks, and how a network is to be trained on each."""
    x, y, classes = zip(*[make_task(task, generator(seed, task, 0)) for task in range(repeats)], strict=True)
    ends = torch.tensor(list(PARTS.values())).cumsum(0).tolist()
    rows = {name: torch.arange(end - PARTS[name], end) for name, end in zip(PARTS, ends, strict=True)}
    return Tasks(torch.stack(x).to(device), torch.stack(y).to(device), classes, rows, seed, steps, batch_size)


def deal_out_labels(tasks):
    """The same tasks with the labels of their known examples, for training and validation, in a random order."""
    y, known = tasks.y.clone(), PARTS["pool"] + PARTS["held out"]
    for task, labels in enumerate(tasks.y):
        y[task, :known] = labels[torch.randperm(known, generator=generator(tasks.seed, task, 3)).to(y.device)]
    return tasks._replace(y=y)


def off_by_one(output, labels, reduction):
    """A mistake in the code: every example of a batch gets its neighbour's label; labels: (tasks, examples)."""
    return cross_entropy(output, labels.roll(1, 1), reduction=reduction)


def fit(tasks, rows, which=None, *, hidden=WIDTH, optimizer="Adam", rate=0.01, gain=1.0, loss=cross_entropy):
    """One network per task, trained on its rows: curves (tasks, points), final losses and accuracies (tasks,)."""
    which = range(len(rows)) if which is None else which
    own = [generator(tasks.seed, task, 1) for task in which]
    parameters = init((FEATURES, *hidden, MOST_CLASSES), own, tasks.x.device)
    with torch.no_grad():
        for weight in parameters[::2]:
            weight *= gain
        for member, task in enumerate(which):
            parameters[-1][member, :, tasks.classes[task] :] = -1e4  # classes that this task does not have
    x, y = tasks.x.flatten(0, 1), tasks.y.flatten()
    chosen = [task * tasks.x.shape[1] + rows[task] for task in which]
    order = batches(chosen, tasks.batch_size, tasks.steps, own)
    method = getattr(torch.optim, optimizer)(parameters, rate, fused=True)

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
        return torch.stack([cross_entropy(outputs.mT, labels) for outputs, labels in answers])

    def accuracies(answers):
        return 100 * torch.stack([(outputs.argmax(-1) == labels).double().mean() for outputs, labels in answers])

    def point():
        return torch.stack([losses(answers(None)), losses(answers("held out"))])

    points = [point()]
    for part in order.chunk(POINTS):
        train(parameters, x, y, part, method, loss)
        points.append(point())
    train_loss, validation_loss = torch.stack(points, 2)
    found = {"train": train_loss, "validation": validation_loss, "end": train_loss[:, -1]}
    for part in ("test", "target test"):
        answered = answers(part)
        found[part], found[part, "accuracy"] = losses(answered), accuracies(answered)
    return found


def fit_kinds(tasks, rows, kinds, **settings):
    """As `fit`, where task t is of kind t modulo their number."""
    shares = [range(first, len(rows), len(kinds)) for first in range(len(kinds))]
    found = [fit(tasks, rows, share, **kind | settings) for share, kind in zip(shares, kinds, strict=True) if share]
    back = torch.tensor([task for share in shares for task in share]).argsort()
    return {key: torch.cat([part[key] for part in found])[back] for key in found[0]}
