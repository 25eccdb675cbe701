"""Training and test error of shallow and deep networks, plain and with skip connections."""

import math

import numpy

from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family, Identity
from scripts.evidence.style import INK

GUESS = math.log(10)  # the training loss of a guess among ten digits


def claim_deeper_plain_networks_train_worse(result):
    """Of these plain networks, the deeper has the higher training loss.

    Slot 04. Figure: final. Scope: at least twice the loss; 8×8 digits, [[train_size]] to train on, layers of [[width]]
    units, He's initialization, [[steps]] steps, each network at its own learning rate. [[repeats]] splits of the same
    digits, and initializations.
    """
    pairs = {
        "20 against 4 layers": ("plain", "20", "plain", "4"),
        "56 against 20": ("plain", "56", "plain", "20"),
        "56 against 20, batch normalization": ("plain_norm", "56", "plain_norm", "20"),
    }
    return Family({name: Effect(log_ratio(result, *pair), "×", delta=2, ratio=True) for name, pair in pairs.items()})


def claim_the_test_error_alone_looks_like_overfitting(result):
    """The deeper plain network errs more on test data, as if it overfitted; but it errs more on training data too.

    Slot 04. Scope: [[plain.2.0]] against [[plain.1.0]] layers; 8×8 digits, [[train_size]] to train on, [[test_size]] to
    test on; with and without batch normalization. [[repeats]] splits of the same digits, and initializations.
    """
    members = {}
    for kind, name in ("plain_norm", "batch normalization"), ("plain", "without"):
        for part in "test", "train":
            members[f"{part} error, {name}"] = Effect(difference(result, kind, f"{part}_error"), "points", delta=2)
    return Family(members)


def claim_skip_connections_repair_the_deep_network(result):
    """In the deepest network, skip connections lower the training loss by a factor of ten and more.

    Slot 04. Figure: final. Scope: [[residual.1.0]] layers; the same digits, width and steps, every kind at its own
    learning rate; without normalization each block starts as the identity. [[repeats]] splits of the same digits, and
    initializations.
    """
    members = {
        "without normalization": log_ratio(result, "residual", "56", "plain", "56"),
        "batch normalization": log_ratio(result, "residual_norm", "56", "plain_norm", "56"),
    }
    return Family({name: Effect(values, "×", delta=10, side=-1, ratio=True) for name, values in members.items()})


def claim_an_identity_start_repairs_it_too(result):
    """It need not be skip connections: layers that start as the identity lower the loss by a factor of ten and more.

    Slot 04. Figure: final. Scope: [[plain_identity.0.0]] plain layers that start as the identity against as many from
    He's initialization, a tenth of the training loss; no normalization, each at its own learning rate. [[repeats]]
    splits of the same digits, and initializations.
    """
    values = log_ratio(result, "plain_identity", "56", "plain", "56")
    return Effect(values, "×", delta=10, side=-1, ratio=True)


def claim_skip_connections_add_to_an_identity_start(result):
    """On top of the identity start, skip connections lower the training loss again, by half at least.

    Slot 04. Figure: final. Scope: [[residual.1.0]] layers, with and without skip connections, both starting as the
    identity; no normalization, each at its own learning rate. [[repeats]] splits of the same digits, and
    initializations.
    """
    values = log_ratio(result, "residual", "56", "plain_identity", "56")
    return Effect(values, "×", delta=2, side=-1, ratio=True)


def claim_skip_connections_turn_the_sign(result):
    """With skip connections it is the deeper network that has the lower training loss.

    Slot 04. Figure: final. Scope: [[residual.1.0]] against [[residual.0.0]] layers, [[steps]] steps, on digits that the
    shallower already fits almost without an error. [[repeats]] splits of the same digits, and initializations.
    """
    members = {
        "without normalization": log_ratio(result, "residual", "56", "residual", "20"),
        "batch normalization": log_ratio(result, "residual_norm", "56", "residual_norm", "20"),
    }
    return Family({name: Effect(values, "×", delta=1, side=-1, ratio=True) for name, values in members.items()})


def claim_skip_connections_make_depth_harmless(result):
    """With skip connections, the deeper network makes as few errors on the training data as the shallower.

    Slot 04. Figure: final. Scope: [[residual.1.0]] against [[residual.0.0]] layers, within one point; 8×8 digits,
    [[train_size]] to train on, [[steps]] steps. [[repeats]] splits of the same digits, and initializations.
    """
    kinds = {"without normalization": "residual", "batch normalization": "residual_norm"}
    members = {name: difference(result, kind, "train_error") for name, kind in kinds.items()}
    return Family({name: Equivalence(values, "points", delta=1) for name, values in members.items()})


def claim_the_deep_set_holds_the_shallow_function(result):
    """A deep plain network can compute exactly what the trained shallow one computes.

    Slot 04. Figure: final. Scope: largest difference of the outputs on the training images, after identity layers have
    made [[plain.2.0]] layers of [[plain.0.0]], in each of [[repeats]] trained networks.
    """
    return Identity(error=max(result["deepened_error"]), tolerance=1e-6, unit="difference")


def log_ratio(result, kind, depth, other_kind, other_depth):
    """Logarithms of the ratio of two training losses, repeat by repeat; None where a run diverged."""
    return log_ratios(*(result["final"][k][d]["train_loss"] for k, d in ((kind, depth), (other_kind, other_depth))))


def difference(result, kind, measure):
    """How much more 56 layers err than 20, in points, repeat by repeat; None where a run diverged."""
    return minus(*(result["final"][kind][depth][measure] for depth in ("56", "20")))


def draw(figure, result):
    """Training and test error during training, with batch normalization: medians and middle four fifths of the runs."""
    axes, steps = figure.subplots(), result["steps_shown"]
    shown = ("plain_norm", "56", "C3", "plain, 56 layers"), ("plain_norm", "20", "C0", "plain, 20 layers")
    for kind, depth, color, name in (*shown, ("residual_norm", "56", "C2", "skip connections, 56 layers")):
        for part, look in ("test", "-"), ("train", "--"):
            curve = [
                [value for value in point if value is not None]
                for point in result["curves"][kind][depth][f"{part}_error"]
            ]
            low, middle, high = numpy.array([numpy.quantile(point, [0.1, 0.5, 0.9]) for point in curve]).T
            axes.fill_between(steps, low, high, color=color, alpha=0.15, linewidth=0)
            axes.plot(steps, middle, look, color=color, label=name if part == "test" else None)
    axes.plot([], [], "--", color=INK, label="dashed: training")
    axes.set(xlabel="step", ylabel="error, %", ylim=(0, 105), xlim=(steps[0], steps[-1]))
    axes.legend(loc="upper right", fontsize=10, ncols=2)


ROWS = {
    ("plain", "4"): "plain, 4",
    ("plain", "20"): "plain, 20",
    ("plain", "56"): "plain, 56",
    ("plain_identity", "56"): "plain, identity, 56",
    ("plain_norm", "20"): "plain BN, 20",
    ("plain_norm", "56"): "plain BN, 56",
    ("residual", "20"): "skip, 20",
    ("residual", "56"): "skip, 56",
    ("residual_norm", "20"): "skip BN, 20",
    ("residual_norm", "56"): "skip BN, 56",
}


def draw_final(figure, result):
    """Training loss of every run at the end, and the median of each kind and depth."""
    axes = figure.subplots()
    for row, (kind, depth) in enumerate(ROWS):
        values = [value for value in result["final"][kind][depth]["train_loss"] if value is not None]
        color, marker = ("C2", "o") if kind.startswith("residual") else ("C3", "s")
        axes.plot(values, [row] * len(values), marker, color=color, alpha=0.35, markersize=5, markeredgewidth=0)
        axes.plot(numpy.median(values), row, "|", color=color, markersize=20, markeredgewidth=2.5)
    axes.axvline(GUESS, color=INK, linewidth=1, linestyle=":")
    axes.text(GUESS * 0.85, 0, "guessing", ha="right", va="center")
    axes.set(xscale="log", xlabel="training loss (log scale)", ylim=(len(ROWS) - 0.5, -0.6))
    axes.set_yticks(range(len(ROWS)), ROWS.values())
    axes.grid(axis="y", visible=False)
