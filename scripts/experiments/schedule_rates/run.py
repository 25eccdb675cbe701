"""How should the learning rate fall: which schedule ends lowest, each at its own best rate, and at one common rate?

The same networks learn MNIST-1D (Greydanus and Kobak, 2024), made with more examples than usual so that they do not
memorize, from small batches. Members of one ensemble have different schedules and rates, and the same initialization
and batches. Loss and accuracy are those on examples that were used neither for training nor for choosing.
"""

from functools import cache

import torch
from mnist1d.data import get_dataset_args, make_dataset
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.data import CLASSES, digits, orders
from snippets import schedules
from snippets.ensemble import batches, forward, init

WINDOW = 50  # steps, of which the mean batch loss is one point of a curve
MOMENTUM = 0.9
SECOND = 0.999  # Adam's β₂
TINY = 1e-8
SETTINGS = {  # each with its own best rates, found alike
    "batches of 100": {
        "batch_size": 100, "steps": 800, "repeats": 10, "few": 2, "constant": 0.113, "step": 0.226, "cosine": 0.32,
        "cosine_tenth": 0.32, "linear": 0.32, "inverse_root": 0.453, "stable": 0.226, "plateau": 0.226, "free": 3.62,
        "half_linear": 0.32,
    },
    "half as many steps": {
        "steps": 1000, "repeats": 10, "few": 2, "constant": 0.028, "step": 0.04, "cosine": 0.057, "cosine_tenth": 0.08,
        "linear": 0.08, "inverse_root": 0.057, "stable": 0.04, "plateau": 0.028, "free": 0.9, "half_linear": 0.08,
    },
    "twice as many steps": {
        "steps": 4000, "repeats": 10, "few": 2, "constant": 0.02, "step": 0.057, "cosine": 0.08, "cosine_tenth": 0.08,
        "linear": 0.08, "inverse_root": 0.16, "stable": 0.057, "plateau": 0.04, "free": 0.9, "half_linear": 0.113,
    },
    "one hidden layer": {
        "hidden": (128,), "repeats": 10, "few": 2, "constant": 0.057, "step": 0.08, "cosine": 0.113,
        "cosine_tenth": 0.113, "linear": 0.113, "inverse_root": 0.16, "stable": 0.08, "plateau": 0.113, "free": 2.56,
        "half_linear": 0.16,
    },
    "digits, noisy labels": {
        "data": "digits", "examples": 1000, "held_out": 300, "label_noise": 0.2, "hidden": (32,), "steps": 500,
        "repeats": 10, "few": 2, "constant": 0.014, "step": 0.04, "cosine": 0.04, "cosine_tenth": 0.04, "linear": 0.057,
        "inverse_root": 0.028, "stable": 0.02, "plateau": 0.04, "free": 0.32, "half_linear": 0.08,
    },
    "Adam": {
        "rule": "adam", "repeats": 10, "few": 2, "constant": 0.0057, "step": 0.0057, "cosine": 0.008,
        "cosine_tenth": 0.008, "linear": 0.011, "inverse_root": 0.011, "stable": 0.0057, "plateau": 0.0057,
        "free": 0.011, "half_linear": 0.011,
    },
}  # fmt: skip


@cache
def load(data, examples):
    """Inputs (rows, features) and classes (rows,)."""
    if data == "digits":
        return digits()
    wanted = get_dataset_args()
    wanted.num_samples = examples
    made = make_dataset(wanted)
    x, y = (torch.cat([torch.tensor(made[part]) for part in (name, f"{name}_test")]) for name in "xy")
    return x.float(), y.long()


def shapes(steps, cooldown, scale):
    """{schedule: its factor at step t}"""
    return {
        "constant": lambda t: 1.0,
        "step": lambda t: schedules.steps(max(steps // 4, 1))(max(t - steps // 4, 0)),  # a tenth at 50 %, again at 75 %
        "cosine": schedules.cosine(steps),
        "cosine_tenth": schedules.cosine(steps, 0.1),
        "linear": schedules.linear(steps),
        "inverse_root": schedules.inverse_root(scale),
        "stable": schedules.stable(steps, cooldown),
    }


class Task:
    """The examples of each repeat: to train on, to choose by, and never seen."""

    def __init__(self, device, seed, repeats, data, made, examples, held_out, label_noise):
        self.x, classes = (part.to(device) for part in load(data, made))
        chance = [generator(seed, repeat, 0) for repeat in range(repeats)]
        order = orders(chance, self.x).to(device)
        drawn = classes.cpu().expand(repeats, -1).clone()  # a row of labels for each repeat
        for labels, each in zip(drawn, chance, strict=True):
            wrong = torch.rand(len(labels), generator=each) < label_noise
            random = torch.randint(CLASSES, labels.shape, generator=each)
            labels[wrong] = random[wrong]
        self.y = drawn.to(device)
        self.known, self.chosen_by, self.fresh = order.tensor_split([examples, examples + held_out], 1)
        self.seed, self.repeats, self.device = seed, repeats, device

    def start(self, hidden, batch_size, steps):
        """The initialization of each repeat, and its batches: rows (steps, repeats, batch_size)."""
        own = [generator(self.seed, repeat, 1) for repeat in range(self.repeats)]
        parameters = init((self.x.shape[1], *hidden, CLASSES), own, self.device)
        return [part.detach() for part in parameters], batches(self.known, batch_size, steps, own)

    def examples(self, rows, arms):
        """Inputs and labels of rows (repeats, n) for each member, arm by arm."""
        inputs = self.x[rows].repeat(arms, 1, 1)
        return inputs, self.y.gather(1, rows).repeat(arms, 1)

    @torch.no_grad()
    def judge(self, parameters, rows):
        """Loss and accuracy in percent of each member: two of (arms, repeats)."""
        arms = len(parameters[0]) // self.repeats
        x, y = self.examples(rows, arms)
        outputs = forward(parameters, x)
        loss = cross_entropy(outputs.mT, y, reduction="none").mean(1)
        accuracy = 100 * (outputs.argmax(-1) == y).double().mean(1)
        return loss.view(arms, -1), accuracy.view(arms, -1)


def learn(task, start, order, rates, rule, watch=None):
    """Trains arms of networks, each at its own rate of each step; returns their parameters and a curve.

    rates: (steps, arms). rule: momentum, adam, or schedule-free of either. watch(step, parameters) may return new rates
    (arms × repeats,) to go on with. The curve is the mean batch loss of each window: (windows, arms).
    """
    arms = rates.shape[1]
    theta = [part.repeat(arms, 1, 1).requires_grad_() for part in start]
    free, adam = rule.startswith("free"), rule.endswith("adam")
    zeros = [[torch.zeros_like(part) for part in theta] for _ in range(2)]
    first, second = zeros
    base = [part.detach().clone() for part in theta]  # schedule-free: z; its mean x follows from y and z
    mean = [part.detach().clone() for part in theta]
    given, losses = None, []
    for step, (rows, now) in enumerate(zip(order, rates, strict=True)):
        x, y = task.examples(rows, arms)
        loss = cross_entropy(forward(theta, x).mT, y, reduction="none").mean(1)
        slopes = torch.autograd.grad(loss.sum(), theta)
        losses.append(loss.detach().view(arms, -1).mean(1))
        eta = (now.repeat_interleave(task.repeats) if given is None else given)[:, None, None]
        with torch.no_grad():
            if adam:
                for v, g in zip(second, slopes, strict=True):
                    v.mul_(SECOND).addcmul_(g, g, value=1 - SECOND)
                root = (1 - SECOND ** (step + 1)) ** 0.5
                sigma = [v.sqrt().div_(root).add_(TINY) for v in second]
            else:
                sigma = None
            if free:
                for part, g in enumerate(slopes):
                    base[part].addcmul_(g / sigma[part] if adam else g, -eta)
                    mean[part].lerp_(base[part], 1 / (step + 1))
                    theta[part].copy_(base[part]).lerp_(mean[part], MOMENTUM)
            else:
                torch._foreach_mul_(first, MOMENTUM)
                torch._foreach_add_(first, slopes, alpha=1 - MOMENTUM if adam else 1)
                correction = 1 - MOMENTUM ** (step + 1) if adam else 1
                for part, m in enumerate(first):
                    theta[part].addcmul_(m / sigma[part] / correction if adam else m, -eta)
        if watch:
            given = watch(step, theta)
    whole = len(losses) // WINDOW * WINDOW or 1
    curve = torch.stack(losses)[:whole].unflatten(0, (-1, min(WINDOW, whole))).mean(1)
    return (mean if free else theta), curve


def on_plateau(task, peaks, checks, patience, steps):
    """A watch that lowers each member's rate by torch's ReduceLROnPlateau, on the loss of the examples to choose by."""
    every = max(steps // checks, 1)
    peaks = [float(peak) for peak in peaks for _ in range(task.repeats)]
    optimizers = [torch.optim.SGD([torch.zeros(1)], peak) for peak in peaks]
    plateaus = [torch.optim.lr_scheduler.ReduceLROnPlateau(each, patience=patience) for each in optimizers]

    def watch(step, parameters):
        if (step + 1) % every == 0:
            losses = task.judge(parameters, task.chosen_by)[0].flatten().tolist()
            for plateau, loss in zip(plateaus, losses, strict=True):
                plateau.step(loss)
        return torch.tensor([each.param_groups[0]["lr"] for each in optimizers], device=task.device)

    return watch


def train(task, plan, hidden, batch_size, steps, rule, factors):
    """Networks of each (schedule, largest rate) of the plan: parameters of all members, and curves (windows, arms)."""
    start, order = task.start(hidden, batch_size, steps)
    rates = [[rate * factors[schedule](step) for schedule, rate in plan] for step in range(steps)]
    return learn(task, start, order, torch.tensor(rates, device=task.device), rule)


def run(
    device,
    seed,
    *,
    repeats=20,
    few=10,  # repeats of the curves over rates
    steps=2000,
    batch_size=20,
    made=13000,  # examples of MNIST-1D
    examples=10000,
    held_out=1000,
    hidden=(64, 64),
    data="MNIST-1D",
    label_noise=0.0,
    rule="momentum",
    cooldown=0.2,
    scale=100,  # steps, of the inverse square root
    checks=40,  # of the validation loss, for the plateau
    patience=4,
    grid=(0.01, 0.02, 0.04, 0.08, 0.16),
    constant=0.04,  # these: the largest rates with the least validation loss, seeds 0 to 9
    step=0.04,
    cosine=0.08,
    cosine_tenth=0.08,
    linear=0.113,
    inverse_root=0.16,
    stable=0.057,
    plateau=0.04,
    free=0.9,
    half_linear=0.08,  # for half as many steps
):
    peaks = {
        "constant": constant,
        "step": step,
        "cosine": cosine,
        "cosine_tenth": cosine_tenth,
        "linear": linear,
        "inverse_root": inverse_root,
        "stable": stable,
    }
    sizes = data, made, examples, held_out, label_noise
    task = Task(device, seed, repeats, *sizes)
    found = {}

    def keep(task, names, parameters):
        """Of each arm: loss and accuracy on examples never seen, and the loss on some that it learned from."""
        fresh, known = (task.judge(parameters, rows) for rows in (task.fresh, task.known[:, : task.fresh.shape[1]]))
        for place, name in enumerate(names):
            found[name] = {
                "loss": numbers(fresh[0][place]),
                "accuracy": numbers(fresh[1][place]),
                "training_loss": numbers(known[0][place]),
            }

    def trained(plan, task=task, steps=steps):
        """plan: {name: (schedule, largest rate)}"""
        factors = shapes(steps, cooldown, scale)
        parameters, curves = train(task, [*plan.values()], hidden, batch_size, steps, rule, factors)
        keep(task, plan, parameters)
        return dict(zip(plan, curves.mT, strict=True))

    curves = trained({name: (name, rate) for name, rate in peaks.items()})
    trained(
        {
            "constant at linear's": ("constant", linear),
            "stable at linear's": ("stable", linear),
            "linear at constant's": ("linear", constant),
            "stable at constant's": ("stable", constant),
        }
    )
    trained({"half, linear": ("linear", half_linear), "half, stable": ("stable", stable)}, steps=max(steps // 2, 1))
    start, order = task.start(hidden, batch_size, steps)
    ones = torch.ones(steps, 1, device=device)
    watch = on_plateau(task, [plateau], checks, patience, steps)
    parameters, curve = learn(task, start, order, ones * plateau, rule, watch)
    keep(task, ["plateau"], parameters)
    curves["plateau"] = curve[:, 0]
    parameters, _ = learn(task, start, order, ones * free, f"free {rule}")
    keep(task, ["free"], parameters)
    own = {name: found.pop(name) for name in [*peaks, "plateau", "free"]}
    others, found = found, {}
    over_rates = {(name, rate): (name, rate) for name in ("constant", "linear", "stable") for rate in grid}
    trained(over_rates, Task(device, seed, min(few, repeats), *sizes))
    return {
        "own": own,  # {schedule: {"loss", "accuracy", "training_loss": (repeats,)}}, each at its own best rate
        "others": others,
        "grid": {name: [found[name, rate]["loss"] for rate in grid] for name in ("constant", "linear", "stable")},
        "grid_rates": grid,
        "curves": curves,  # the mean batch loss of each window
        "window": WINDOW,
        "rates": peaks | {"plateau": plateau, "free": free},
        "mean": {name: {key: mean(values) for key, values in arm.items()} for name, arm in (own | others).items()},
        "epochs": steps * batch_size / examples,
        "half_steps": steps // 2,
    }


def numbers(values):
    return [value if value < float("inf") else None for value in values.tolist()]


def mean(values):
    finished = [value for value in values if value is not None]
    return sum(finished) / len(finished) if finished else None
