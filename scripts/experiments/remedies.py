"""Which remedies against overfitting work, and in which currency do they pay: test loss or accuracy?

Small networks learn MNIST-1D (Greydanus and Kobak, 2024; made by the package mnist1d) from few examples until
they know all of them by heart. Then one thing at a time is changed.
"""

import math
from functools import partial
from statistics import fmean

import torch
from mnist1d.data import get_dataset_args, make_dataset
from torch.nn import functional as F

from scripts.chance import generator
from scripts.evidence import Effect, Equivalence, Family, Identity
from scripts.paired import log_ratios, minus
from scripts.style import FAINT, INK
from snippets.convolution import as_fully_connected, convolve
from snippets.ensemble import batches, forward, init
from snippets.remedies import dropout, early_stopping, rolled, train

REMEDIES = {
    "more_data": "more data",
    "augmentation": "augmentation",
    "fewer_parameters": "fewer parameters",
    "sharing": "shared parameters",
    "fewer_features": "fewer features",
    "early_stopping": "early stopping",
    "weight_decay": "weight decay",
    "dropout": "dropout",
}
REFERENCES = {"early_stopping": "not_stopped", "best_checkpoint": "not_stopped"}  # the others: "nothing"
MATTERS = 2.0  # points of accuracy: one test signal in fifty
MATTERS_LOSS = 1.1  # times the test loss
CLASSES = 10
SHOWN = 0, 4, 6, 7  # classes in the figure of signals
STRIDE, CHANNELS = 2, 16
WINDOWS = (1, 5, 20), (CHANNELS, 3, 10), (CHANNELS, 3, 5)  # of each layer: input channels, window size, positions


def signals(device):
    """All signals of MNIST-1D (5000, 40) and their classes."""
    data = make_dataset(get_dataset_args())
    x, y = (torch.cat([torch.tensor(data[part]) for part in (name, f"{name}_test")]) for name in "xy")
    return x.float().to(device), y.long().to(device)


def upside_down(x, generators):
    """Half of the signals (E, n, length) with their sign changed: no longer the same digits."""
    signs = [1 - 2 * torch.randint(2, (x.shape[1], 1), generator=g) for g in generators]
    return x * torch.stack(signs).to(x.device)


def dropped_out(parameters, x, rate, generators):
    """The networks of snippets/ensemble.py with dropout of their hidden units."""
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = dropout(torch.relu(x @ weight + bias), rate, generators)
    return x @ parameters[-2] + parameters[-1]


def init_windowed(generators, shared, device):
    """Networks of three convolutions and a full layer; not shared: the same windows, each with weights of its own."""
    parameters = []
    for channels, size, positions in WINDOWS:
        each = generators if shared else [g for g in generators for _ in range(positions)]
        layer = init((size * channels, CHANNELS), each, device)
        parameters += layer if shared else [p.detach().unflatten(0, (-1, positions)).requires_grad_() for p in layer]
    return parameters + init((CHANNELS * WINDOWS[-1][2], CLASSES), generators, device)


def windowed(parameters, x):
    """The outputs (E, n, classes) of such networks for signals (E, n, length)."""
    x = x[..., None]
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        x = torch.relu(convolve(x, weight, bias, STRIDE))
    return x.flatten(2) @ parameters[-2] + parameters[-1]


def learn(seed, x, y, rows, steps, batch_size, rate, *, hidden=None, shared=False, dropout_rate=0.0, weight_decay=0.0,
          augment=None, after_step=None):  # fmt: skip
    """A network for each repeat, from its rows (repeats, examples); without `hidden` layers it is one of windows.

    Returns the parameters, and a function from inputs (repeats, n, length) to answers (repeats, n, classes).
    """
    start, noise = ([generator(seed, repeat, purpose) for repeat in range(len(rows))] for purpose in (1, 2))
    if hidden:
        outputs, parameters = forward, init((x.shape[1], *hidden, CLASSES), start, x.device)
    else:
        outputs, parameters = windowed, init_windowed(start, shared, x.device)

    def answer(inputs):
        return outputs(parameters, inputs)

    def in_training(parameters, inputs):
        inputs = augment(inputs, noise) if augment else inputs
        return dropped_out(parameters, inputs, dropout_rate, noise) if dropout_rate else outputs(parameters, inputs)

    order = batches(rows, batch_size, steps, start)  # the same weights and batches in each repeat, whatever the remedy
    after_step = after_step and partial(after_step, answer)
    train(parameters, in_training, x, y, order, rate, weight_decay, after_step)
    return parameters, answer


@torch.no_grad()
def measure(answer, x, y, rows):
    """Mean cross-entropy and accuracy in % of each network on its own rows: (2, repeats)."""
    answers, wanted = answer(x[rows]), y[rows]
    losses = F.cross_entropy(answers.flatten(0, 1), wanted.flatten(), reduction="none").view(wanted.shape)
    return torch.stack([losses.mean(1), 100 * (answers.argmax(-1) == wanted).float().mean(1)])


def cooled(answer, x, y, rows):
    """The same answers, less sure: divided by the temperature with the least loss on each network's own rows."""
    temperatures = 1.25 ** torch.arange(25.0, device=x.device)
    losses = [measure(lambda inputs, t=t: answer(inputs) / t, x, y, rows)[0] for t in temperatures]
    best = temperatures[torch.stack(losses).argmin(0)]
    return lambda inputs: answer(inputs) / best[:, None, None]


def stop(curves, patience):
    """Where each repeat stops by its validation loss, and where its validation accuracy is the highest.

    curves: (times, parts, 2, repeats) -> for both rules the numbers of the best and of the last time, and the curves
    at the best, (parts, 2, repeats)
    """
    rules = {"early_stopping": (curves[:, 1, 0], patience), "best_checkpoint": (-curves[:, 1, 1], len(curves))}
    found = {}
    for name, (losses, wait) in rules.items():
        best, last = zip(*[early_stopping(own, wait) for own in losses.T.tolist()], strict=True)
        found[name] = best, last, curves[list(best), :, :, range(len(best))].permute(1, 2, 0)
    return found


def equivalence_gap(parameters, x):
    """How far trained convolutions are from the fully connected layers with their weights, and the latters' weights."""
    gap, count = 0.0, 0
    x = x[None, :, :, None].double()
    for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        weight, bias = weight[:1].detach().double(), bias[:1].detach().double()
        matrix = as_fully_connected(weight[0], *x.shape[2:], STRIDE)
        shared = convolve(x, weight, bias, STRIDE)
        full = x.flatten(2) @ matrix + bias.repeat(1, 1, shared.shape[2])
        gap, count = max(gap, (full - shared.flatten(2)).abs().max().item()), count + matrix.numel()
        x = torch.relu(shared)
    return gap, count


def summary(training, test, parameters):
    """Losses and accuracies of each repeat, from two of (2, repeats)."""
    names = "train_loss", "train_accuracy", "test_loss", "test_accuracy"
    return dict(zip(names, [*training.tolist(), *test.tolist()], strict=True)) | {"parameters": parameters}


def mean(remedy):
    return {name: fmean(values) for name, values in remedy.items() if name != "parameters"}


def better(remedy, nothing):
    """In how many of the repeats a remedy has the lower test loss, and the higher test accuracy."""
    losses = zip(remedy["test_loss"], nothing["test_loss"], strict=True)
    accuracies = zip(remedy["test_accuracy"], nothing["test_accuracy"], strict=True)
    return {"loss": sum(a < b for a, b in losses), "accuracy": sum(a > b for a, b in accuracies)}


def moments(times, best, last, found):
    """When a run was at its best, when it stopped, and the validation accuracy that it promised, on average."""
    promised = found[1, 1].mean().item()
    return {
        "best": fmean(times[t] for t in best),
        "last": fmean(times[t] for t in last),
        "validation_accuracy": promised,
    }


def run(
    device,
    seed,
    *,
    repeats=30,
    steps=1000,
    batch_size=50,
    examples=500,
    more_examples=2000,
    validation=250,
    test=1000,
    hidden=(100, 100),
    narrow=(30, 30),  # about as many parameters as the convolutional network has
    reach=8,  # of the augmentation; this and the next three: the best validation accuracy, seeds 0 to 9
    features=13,
    weight_decay=1.0,
    dropout_rate=0.4,
    rate=0.01,  # of the fully connected networks; as the next three: the best validation accuracy, seeds 0 to 9
    rate_of_windows=0.02,
    rate_of_sharing=0.04,
    rate_of_early_stopping=0.001,
    every=10,
    patience=10,
):
    x, y = signals(device)
    orders = torch.stack([torch.randperm(len(x), generator=generator(seed, repeat, 0)) for repeat in range(repeats)])
    sizes = test, validation, examples, more_examples - examples
    test_rows, validation_rows, rows, further = orders[:, : sum(sizes)].to(device).split(sizes, 1)

    times, curves = [], []

    def watch(answer, step):
        if step % every == 0 or step == steps:
            times.append(step)
            curves.append(torch.stack([measure(answer, x, y, part) for part in (rows, validation_rows, test_rows)]))

    usual = {"x": x, "rows": rows, "rate": rate, "hidden": hidden}
    changes = {
        "nothing": {},
        "more_data": {"rows": torch.cat([rows, further], 1)},
        "augmentation": {"augment": lambda signals, noise: rolled(signals, reach, noise)},
        "upside_down": {"augment": upside_down},
        "fewer_parameters": {"hidden": narrow},
        "own_windows": {"hidden": None, "rate": rate_of_windows},
        "sharing": {"hidden": None, "rate": rate_of_sharing, "shared": True},
        "fewer_features": {"x": F.adaptive_avg_pool1d(x, features)},  # means of neighbours
        "weight_decay": {"weight_decay": weight_decay},
        "dropout": {"dropout_rate": dropout_rate},
        "not_stopped": {"rate": rate_of_early_stopping, "after_step": watch},
    }
    remedies = {}
    for name, change in changes.items():
        setting = usual | change
        parameters, answer = learn(seed, y=y, steps=steps, batch_size=batch_size, **setting)
        measured = [measure(answer, setting["x"], y, part) for part in (setting["rows"], test_rows)]
        remedies[name] = summary(*measured, sum(part[0].numel() for part in parameters))
        if name == "nothing":
            answer = cooled(answer, x, y, validation_rows)
            measured = [measure(answer, x, y, part) for part in (rows, test_rows)]
            remedies["temperature"] = summary(*measured, remedies[name]["parameters"])
        if name == "sharing":
            gap, weights = equivalence_gap(parameters, x[test_rows[0]])
    curves = torch.stack(curves).cpu()
    stopped = stop(curves, patience)
    size = remedies["not_stopped"]["parameters"]
    remedies |= {name: summary(found[0], found[2], size) for name, (_, _, found) in stopped.items()}
    shown = x[[(y == digit).nonzero()[0, 0].item() for digit in SHOWN]].cpu()
    return {
        "remedies": remedies,
        "mean": {name: mean(of) for name, of in remedies.items()},
        "better": {name: better(of, remedies[REFERENCES.get(name, "nothing")]) for name, of in remedies.items()},
        "times": times,
        "all_signals": len(x),
        "length": x.shape[1],
        "curves": curves.mean(-1),
        "reach_of_curves": 1.96 * curves.std(-1) / repeats**0.5,
        "stopping": {name: moments(times, *found) for name, found in stopped.items()},
        "gap_to_fully_connected": gap,
        "fully_connected_weights": weights,
        "signals": {
            "original": shown,
            "rolled": rolled(shown[None], reach, [generator(seed, 0, 3)])[0],
            "upside_down": -shown,
        },
    }


def lower_loss(result, remedy):
    """How many times lower the test loss is than without the remedy."""
    reference = REFERENCES.get(remedy, "nothing")
    values = log_ratios(result["remedies"][reference]["test_loss"], result["remedies"][remedy]["test_loss"])
    return Effect(values, unit="×", delta=MATTERS_LOSS, ratio=True)


def higher_accuracy(result, remedy, than=None, kind=Effect, side=1):
    """How many points of accuracy more on test data than without the remedy."""
    reference = than or REFERENCES.get(remedy, "nothing")
    values = minus(result["remedies"][remedy]["test_accuracy"], result["remedies"][reference]["test_accuracy"])
    return kind(values, unit="points", delta=MATTERS, side=side)


def claim_more_data_lowers_the_test_loss(result):
    """More training data lowers the test loss.

    Slot 06. Scope: MNIST-1D, [[more_examples]] instead of [[examples]] training examples, fully connected network with
    [[remedies.nothing.parameters]] parameters, [[steps]] steps. [[repeats]] random splits of the same [[all_signals]]
    signals; this interval and the following cover split, weights and batches.
    """
    return lower_loss(result, "more_data")


def claim_augmentation_lowers_the_test_loss(result):
    """Plausible augmentation lowers the test loss.

    Slot 06. Scope: MNIST-1D, each training signal moved round by at most [[reach]] of its [[length]] places, anew in
    each batch. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "augmentation")


def claim_fewer_parameters_lower_the_test_loss(result):
    """Fewer parameters lower the test loss.

    Slot 06. Scope: MNIST-1D, [[remedies.fewer_parameters.parameters]] parameters instead of
    [[remedies.nothing.parameters]], fully connected. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "fewer_parameters")


def claim_sharing_parameters_lowers_the_test_loss(result):
    """Shared parameters lower the test loss.

    Slot 06. Scope: MNIST-1D, convolutional network with [[remedies.sharing.parameters]] parameters against a fully
    connected one with [[remedies.nothing.parameters]]. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "sharing")


def claim_fewer_features_lower_the_test_loss(result):
    """Fewer features lower the test loss.

    Slot 06. Scope: MNIST-1D, [[features]] means of neighbouring numbers as input instead of
    [[length]] numbers.
    [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "fewer_features")


def claim_early_stopping_lowers_the_test_loss(result):
    """Early stopping lowers the test loss.

    Slot 06. Scope: MNIST-1D, each run stopped by the loss on its own [[validation]] validation examples, against the
    same run to its end; learning rate [[rate_of_early_stopping]]. [[repeats]] random splits, [[examples]] training
    examples.
    """
    return lower_loss(result, "early_stopping")


def claim_weight_decay_lowers_the_test_loss(result):
    """Regularization by weight decay lowers the test loss.

    Slot 06. Scope: MNIST-1D, AdamW with weight decay [[weight_decay]] at learning rate [[rate]]. [[repeats]] random
    splits, [[examples]] training examples.
    """
    return lower_loss(result, "weight_decay")


def claim_dropout_lowers_the_test_loss(result):
    """Dropout lowers the test loss.

    Slot 06. Scope: MNIST-1D, [[dropout_rate]] of the hidden units dropped. [[repeats]] random splits, [[examples]]
    training examples.
    """
    return lower_loss(result, "dropout")


def claim_each_remedy_raises_the_accuracy(result):
    """Each remedy raises the test accuracy as well.

    Slot 06. Scope: as above; each remedy at the strength with the best validation accuracy.
    """
    return Family({name: higher_accuracy(result, remedy) for remedy, name in REMEDIES.items()})


def claim_the_best_checkpoint_is_no_better(result):
    """Keeping the weights with the highest validation accuracy gives the same test accuracy as keeping the last ones.

    Slot 06. Figure: stopping. Scope: MNIST-1D, [[validation]] validation examples for each run, looked at every
    [[every]] steps. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "best_checkpoint", kind=Equivalence)


def claim_a_temperature_lowers_the_test_loss(result):
    """To lower the test loss no remedy is needed: divide the outputs by a temperature, and no answer changes.

    Slot 06. Scope: MNIST-1D, the outputs of each overfitting network divided by the number that gives the least loss on
    its [[validation]] validation examples. [[repeats]] random splits, [[examples]] training examples.
    """
    return lower_loss(result, "temperature")


def claim_sharing_beats_as_few_parameters(result):
    """It is the sharing: without it, as few parameters reach a lower test accuracy.

    Slot 06. Scope: convolutional network with [[remedies.sharing.parameters]] parameters against a fully connected one
    with [[remedies.fewer_parameters.parameters]]. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "sharing", than="fewer_parameters")


def claim_sharing_beats_the_same_windows(result):
    """And not the windows alone: with its own weights at each position, the same network is less accurate.

    Slot 06. Scope: convolutional network against one with the same windows, not shared,
    [[remedies.own_windows.parameters]] parameters. [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "sharing", than="own_windows")


def claim_an_implausible_augmentation_harms(result):
    """Augmentation must be plausible: with signals upside down the test accuracy falls.

    Slot 06. Figure: signals. Scope: MNIST-1D, half of the training signals with their sign changed, anew in each batch.
    [[repeats]] random splits, [[examples]] training examples.
    """
    return higher_accuracy(result, "upside_down", side=-1)


def claim_fully_connected_contains_convolutional(result):
    """Fully connected networks contain the convolutional ones: each convolution is a fully connected layer.

    Slot 06. Scope: the three trained convolutions of one network; largest difference of their outputs and those of
    fully connected layers with [[fully_connected_weights]] weights, float64.
    """
    return Identity(error=result["gap_to_fully_connected"], tolerance=1e-10, unit="largest difference")


ROWS = REMEDIES | {
    "own_windows": "windows, not shared",
    "best_checkpoint": "best checkpoint",
    "temperature": "temperature",
    "upside_down": "upside down",
}


def row(axes, place, effect, look, shown):
    """An effect as its interval, over a tick for each repeat."""
    low, high = effect.interval()
    center = shown(fmean(effect.values))
    ticks = [(shown(value), place + end) for value in effect.values for end in (-0.2, 0.2, math.nan)]
    axes.plot(*zip(*ticks, strict=True), color=look["color"], alpha=0.35, linewidth=1)
    axes.errorbar(center, place, xerr=[[center - low], [high - center]], capsize=3, markersize=7, **look)


def draw(figure, result):
    """What each remedy buys, with its interval, and the splits as ticks."""
    figure.set_size_inches(5, 5.2)
    loss, accuracy = figure.subplots(1, 2, sharey=True)
    rows = sorted(ROWS, key=lambda name: -fmean(result["remedies"][name]["test_accuracy"]))
    for place, name in enumerate(rows):
        look = {"color": "C0", "marker": "o"} if name in REMEDIES else {"color": "C1", "marker": "s"}
        row(loss, place, lower_loss(result, name), look, math.exp)
        row(accuracy, place, higher_accuracy(result, name), look, float)
    loss.axvspan(1 / MATTERS_LOSS, MATTERS_LOSS, color=FAINT, alpha=0.6, linewidth=0)
    accuracy.axvspan(-MATTERS, MATTERS, color=FAINT, alpha=0.6, linewidth=0)
    loss.set(xscale="log", xlabel="test loss:\n× lower (log)")
    loss.set_xticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
    loss.minorticks_off()
    loss.set_yticks(range(len(rows)), [ROWS[name] for name in rows])
    loss.invert_yaxis()
    accuracy.set(xlabel="accuracy:\npoints higher", xticks=[-10, 0, 10, 20])
    for axes in (loss, accuracy):
        axes.grid(visible=False, axis="y")


def draw_stopping(figure, result):
    """Loss and accuracy during training, where early stopping stops, and where the best checkpoint is."""
    figure.set_size_inches(6.4, 5)
    looks = {"training": ("C0", "-"), "validation": ("C2", "--"), "test": ("C1", "-")}
    panels, times, stopping = figure.subplots(2, 1, sharex=True), result["times"], result["stopping"]
    for metric, axes in enumerate(panels):
        for part, (color, linestyle) in enumerate(looks.values()):
            means, reaches = (torch.tensor(result[key])[:, part, metric] for key in ("curves", "reach_of_curves"))
            axes.fill_between(times, means - reaches, means + reaches, color=color, alpha=0.25, linewidth=0)
            axes.plot(times, means, color=color, linestyle=linestyle)
        for rule, linestyle in ("early_stopping", "-"), ("best_checkpoint", ":"):
            axes.axvline(stopping[rule]["best"], color=INK, linestyle=linestyle, linewidth=1.2)
    labels = {"training": (0.98, 0.12, "right"), "validation": (0.8, 0.97, "right"), "test": (0.9, 0.62, "left")}
    for name, (x, y, side) in labels.items():
        panels[0].text(x, y, name, color=looks[name][0], ha=side, va="top", transform=panels[0].transAxes)
    for axes, rule, y, text in (
        (panels[0], "early_stopping", 3.2, "least validation loss"),
        (panels[1], "best_checkpoint", 60, "best validation accuracy"),
    ):
        axes.text(stopping[rule]["best"] + times[-1] / 80, y, text, va="center")
    panels[0].set(ylabel="loss")
    panels[1].set(ylabel="accuracy (%)", xlabel="steps")


def draw_signals(figure, result):
    """Some signals, the same moved round, and upside down."""
    panels, signals = figure.subplots(3, 4, sharex=True, sharey=True), result["signals"]
    for row, (name, color) in zip(panels, {"original": "C0", "rolled": "C2", "upside_down": "C1"}.items(), strict=True):
        for axes, signal in zip(row, signals[name], strict=True):
            axes.plot(signal, color=color)
            axes.set(xticks=[], yticks=[])
        row[0].set_ylabel(name.replace("_", " "))
    for axes, digit in zip(panels[-1], SHOWN, strict=True):
        axes.set_xlabel(f"a {digit}", size=14)
