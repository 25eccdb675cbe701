"""What checks and guide name together, and where the guide leads the owners of sound programs."""

from statistics import fmean

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Proportion
from scripts.evidence.style import FAINT, INK

MORE = 20.0  # points of the faults: a fifth of them
ALARMS = 0.1  # of the runs of sound programs

LABELS = {"guide": "the guide alone", "checks": "the checks alone", "both": "both"}


def claim_checks_and_guide_name_more_than_the_guide(result):
    """First checks and guide together name more of the planted faults than the guide alone does.

    Slot method. Scope: [[fault_kinds]] faults, each in one small program; the guide has the curves, an evaluation, the
    same network under Adam, and eight examples. [[repeats]] draws of data and start.
    """
    shares = result["shares"]
    return Effect(minus(shares["both"], shares["guide"]), unit="points of the faults", delta=MORE)


def claim_the_guide_leaves_sound_programs_alone(result):
    """The guide sends the owners of sound programs after no fault.

    Slot method. Scope: [[sound_kinds]] kinds of small sound programs with a guess, [[sound_repeats]] draws each; runs
    that end at a leaf which names a fault of the program or blames the optimizer.
    """
    return Proportion(sum(result["false"]), len(result["false"]), ALARMS, side=-1)


def draw(figure, result):
    figure.set_size_inches(6.4, 2.4)
    axes = figure.subplots()
    for place, name in enumerate(LABELS):
        shares = result["shares"][name]
        axes.barh(place, fmean(shares), color="C0" if name == "both" else FAINT)
        axes.plot(shares, [place] * len(shares), "|", color=INK)
        axes.annotate(f"{fmean(shares):.0f} %", (fmean(shares), place), (6, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(LABELS)), LABELS.values())
    axes.set(xlim=(0, 110), ylim=(len(LABELS) - 0.5, -0.5), xlabel="planted faults that are named (%)")
    axes.grid(visible=False, axis="y")
