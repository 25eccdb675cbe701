"""What networks reach with normalization, and with normalization whose output is shifted again at every step."""

from statistics import fmean

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Family

TENTH = 1.1  # times the training loss
POINTS = 10.0  # of accuracy, in ten classes: no longer a guess
FAR = 3.0  # times the drift
POINT = 1.0


def claim_shifted_sigmoids_train_where_plain_ones_do_not(result):
    """Sigmoid networks train although their layers' inputs are shifted at random at each step, after normalization.

    Slot B6. Scope: test accuracy after [[steps]] steps against that of the same network without normalization, which is
    tried at each of its rates; [[layers]] hidden layers of [[width]], shifts of up to [[size]] deviations. [[repeats]]
    splits of the same examples, and initializations.
    """
    found = result["found"]["sigmoid"]
    return Family(
        {
            f"plain at a rate of {rate:g}": Effect(
                minus(found["shifted"]["accuracy"], found[f"none, {rate:g}"]["accuracy"]),
                unit="points of accuracy",
                delta=POINTS,
            )
            for rate in result["plain_rates"]
        }
    )


def claim_the_shifts_are_large(result):
    """With the shifts, a unit's mean input drifts far more from step to step than in networks that train well.

    Slot B6. Scope: mean drift over [[steps]] steps, in standard deviations of the unit's input. For sigmoids against
    batch normalization without shifts, for ReLUs against no normalization. [[repeats]] splits of the same examples, and
    initializations.
    """
    found = result["found"]
    pairs = {"sigmoids, against unshifted": ("sigmoid", "batch"), "ReLUs, against plain": ("ReLU", "none")}
    return Family(
        {
            name: Effect(
                log_ratios(found[act]["shifted"]["drift"], found[act][other]["drift"]),
                unit="× the drift",
                delta=FAR,
                ratio=True,
            )
            for name, (act, other) in pairs.items()
        }
    )


def claim_sigmoids_lose_little_by_it(result):
    """The shifts cost the sigmoid network less than a tenth of its training loss.

    Slot B6. Scope: training loss after [[steps]] steps, shifted against unshifted batch normalization, each at its own
    rate; [[layers]] hidden layers of [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    found = result["found"]["sigmoid"]
    return Equivalence(
        log_ratios(found["shifted"]["loss"], found["batch"]["loss"]), unit="× the loss", delta=TENTH, ratio=True
    )


def claim_relus_pay_for_it(result):
    """In a ReLU network the shifts undo the gain: its training loss ends higher than without any normalization.

    Slot B6. Scope: training loss after [[steps]] steps, shifted batch normalization against none, each at its own rate;
    [[layers]] hidden layers of [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    found = result["found"]["ReLU"]
    return Effect(
        log_ratios(found["shifted"]["loss"], found["none"]["loss"]), unit="× the loss", delta=TENTH, ratio=True
    )


def claim_but_relus_test_no_worse(result):
    """On new examples the shifted ReLU network is not worse by a point or more than with unshifted normalization.

    Slot B6. Scope: test accuracy plus one point, each at its own rate, chosen by training loss; [[layers]] hidden
    layers of [[width]]. [[repeats]] splits of the same examples, and initializations.
    """
    found = result["found"]["ReLU"]
    above = [v + POINT for v in minus(found["shifted"]["accuracy"], found["batch"]["accuracy"])]
    return Effect(above, unit="points above the margin", delta=0.0)


def draw(figure, result):
    """Training loss and drift of each arm, sigmoid on the left and ReLU on the right."""
    panels = figure.subplots(1, 2, sharey=True)
    for axes, activation in zip(panels, ("sigmoid", "ReLU"), strict=True):
        found = result["found"][activation]
        plain = [arm for arm in found if arm.startswith("none")]
        best = min(plain, key=lambda arm: fmean(v if v is not None else 9.0 for v in found[arm]["loss"]))
        rows = {
            "none": (found[best], "C1"),
            "batch\nnorm": (found["batch"], "C0"),
            "batch norm,\nshifted": (found["shifted"], "C2"),
        }
        for place, (row, color) in enumerate(rows.values()):
            values = [v for v in row["loss"] if v is not None]
            axes.plot([place] * len(values), values, "o", color=color, alpha=0.35)
            mean, reach = mean_and_reach(values)
            axes.errorbar([place + 0.22], [mean], [reach], marker="s", capsize=3, color=color)
        axes.set_xticks(range(3), rows, fontsize=10)
        axes.set(title=activation + "s", xlim=(-0.4, 2.6), ylim=(0, 2.5))
        axes.axhline(2.3026, color="0.5", linewidth=1, linestyle=":")
    panels[0].set_ylabel("training loss")
    panels[1].text(2.55, 2.27, "a guess", ha="right", va="top", fontsize=11)
