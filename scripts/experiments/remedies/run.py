"""Which remedies against overfitting work, and in which currency do they pay: test loss or accuracy?

Small networks learn MNIST-1D (Greydanus and Kobak, 2024; made by the package mnist1d) from few examples until
they know all of them by heart. Then one thing at a time is changed.
"""

from statistics import fmean

import torch
from mnist1d.data import get_dataset_args, make_dataset
from torch.nn import functional as F

from scripts.evidence.chance import generator
from scripts.experiments.remedies.networks import equivalence_gap, learn
from scripts.experiments.remedies.references import REFERENCES, SHOWN
from snippets.remedies import early_stopping, rolled

SETTINGS = {
    "smaller learning rates": {"rate": 0.003, "rate_of_sharing": 0.02, "repeats": 10},
    "1000 training signals": {"examples": 1000, "repeats": 10},
    "50 units a layer": {"hidden": (50, 50), "repeats": 10},
}


def signals(device):
    """All signals of MNIST-1D (5000, 40) and their classes."""
    data = make_dataset(get_dataset_args())
    x, y = (torch.cat([torch.tensor(data[part]) for part in (name, f"{name}_test")]) for name in "xy")
    return x.float().to(device), y.long().to(device)


def upside_down(x, generators):
    """Half of the signals (E, n, length) with their sign changed: no longer the same digits."""
    signs = [1 - 2 * torch.randint(2, (x.shape[1], 1), generator=g) for g in generators]
    return x * torch.stack(signs).to(x.device)


@torch.no_grad()
def measure(answer, x, y, rows):
    """Mean cross-entropy and accuracy in % of each network on its own rows: (2, repeats)."""
    answers, wanted = answer(x[rows]), y[rows]
    losses = F.cross_entropy(answers.mT, wanted, reduction="none")
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


def redrawn(y, share, chance):
    """Labels of which this share is drawn anew."""
    other = torch.randint(int(y.max()) + 1, y.shape, generator=chance).to(y.device)
    return torch.where(torch.rand(y.shape, generator=chance).to(y.device) < share, other, y)


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
    narrowest=(10, 10),
    reach=8,  # of the augmentation; this and the next three: the best validation accuracy, seeds 0 to 9
    features=13,
    weight_decay=1.0,
    dropout_rate=0.4,
    rate=0.01,  # of the fully connected networks; as the next three: the best validation accuracy, seeds 0 to 9
    rate_of_windows=0.02,
    rate_of_sharing=0.04,
    rate_of_early_stopping=0.001,
    noise=0.4,  # the share of labels that are drawn anew, for early stopping only
    every=10,
    patience=10,
):
    x, y = signals(device)
    orders = torch.stack([torch.randperm(len(x), generator=generator(seed, repeat, 0)) for repeat in range(repeats)])
    sizes = test, validation, examples, more_examples - examples
    test_rows, validation_rows, rows, further = orders[:, : sum(sizes)].to(device).split(sizes, 1)

    times = [step for step in range(1, steps + 1) if step % every == 0 or step == steps]
    noisy = redrawn(y, noise, generator(seed, 0, 4))  # for all repeats: a label is wrong or not

    def watch(curves, labels):
        parts = (rows, labels), (validation_rows, labels), (test_rows, y)

        def after_step(answer, step):
            if step in times:
                curves.append(torch.stack([measure(answer, x, known, part) for part, known in parts]))

        return after_step

    curves, noisy_curves = [], []
    slow = {"rate": rate_of_early_stopping}
    usual = {"x": x, "y": y, "rows": rows, "rate": rate, "hidden": hidden}
    changes = {
        "nothing": {},
        "more_data": {"rows": torch.cat([rows, further], 1)},
        "augmentation": {"augment": lambda signals, noise: rolled(signals, reach, noise)},
        "upside_down": {"augment": upside_down},
        "fewer_parameters": {"hidden": narrow},
        "fewest_parameters": {"hidden": narrowest},
        "own_windows": {"hidden": None, "rate": rate_of_windows},
        "sharing": {"hidden": None, "rate": rate_of_sharing, "shared": True},
        "fewer_features": {"x": F.adaptive_avg_pool1d(x, features)},  # means of neighbours
        "weight_decay": {"weight_decay": weight_decay},
        "dropout": {"dropout_rate": dropout_rate},
        "not_stopped": slow | {"after_step": watch(curves, y)},
        "not_stopped_noisy": slow | {"y": noisy, "after_step": watch(noisy_curves, noisy)},
    }
    remedies = {}
    for name, change in changes.items():
        setting = usual | change
        parameters, answer = learn(seed, steps=steps, batch_size=batch_size, **setting)
        measured = [
            measure(answer, setting["x"], labels, part)
            for labels, part in ((setting["y"], setting["rows"]), (y, test_rows))
        ]
        remedies[name] = summary(*measured, sum(part[0].numel() for part in parameters))
        if name == "nothing":
            answer = cooled(answer, x, y, validation_rows)
            measured = [measure(answer, x, y, part) for part in (rows, test_rows)]
            remedies["temperature"] = summary(*measured, remedies[name]["parameters"])
        if name == "sharing":
            gap, weights = equivalence_gap(parameters, x[test_rows[0]])
    curves, noisy_curves = (torch.stack(each).cpu() for each in (curves, noisy_curves))
    stopped = stop(curves, patience)
    stopped["early_stopping_noisy"] = stop(noisy_curves, patience)["early_stopping"]
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
