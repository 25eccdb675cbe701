"""What `why_stuck` names for each planted cause, and what each remedy brings."""

import math
from statistics import median

from scripts.evidence.rule import Effect, Family, Proportion
from scripts.experiments.why_stuck.drawing import table

CAUSES = "plateau", "edge", "noise floor", "rate too small"
SOUND = "none of these"
NAMES = [*CAUSES, SOUND]
NAMED = 0.5  # of the runs: right more often than not
MATTERS = 1.5  # times the loss
FURTHEST = 100.0  # a run that diverged counts as so many times the loss of going on


def ratio(run, above, below):
    """log(loss after one remedy / loss after another), within what counts at most."""
    value = math.log(run["after"][above] / run["after"][below])
    return max(-math.log(FURTHEST), min(math.log(FURTHEST), value))


def stuck(result):
    return [run for run in result["runs"] if run["cause"] != SOUND and run["found"] in NAMES]


def claim_each_cause_is_named(result):
    """Each of four causes for which a training loss stands is named more often than not.

    Slot 30. Scope: [[count]] small ReLU networks, each its own draw, of which those count whose own remedy lowers the
    loss by [[helps]] times or more; four tasks that no limit was set on; SGD with and without momentum, Adam.
    """
    true = [run for run in result["runs"] if run["true"]]
    members = {}
    for cause in CAUSES:
        found = [run["found"] == cause for run in true if run["cause"] == cause]
        members[cause] = Proportion(sum(found), len(found), NAMED)
    return Family(members)


def claim_the_advice_beats_lowering_the_rate(result):
    """The remedy that is named ends lower than the habit of lowering the learning rate.

    Slot 30. Figure: remedies. Scope: training loss after as many steps with the named remedy as with a tenth of the
    rate, on all runs with a planted cause, whether it turned out to be true or not, a quarter or so of each cause. A
    run that diverges counts as one hundred times the loss.
    """
    values = [ratio(run, "noise floor", run["found"]) for run in stuck(result)]
    return Effect(values, unit="× lower", delta=MATTERS, ratio=True)


def claim_the_advice_beats_going_on(result):
    """The remedy that is named ends lower than going on as before.

    Slot 30. Figure: remedies. Scope: training loss after as many steps, on all runs with a planted cause, whether it
    turned out to be true or not. A run that diverges counts as one hundred times the loss.
    """
    values = [ratio(run, SOUND, run["found"]) for run in stuck(result)]
    return Effect(values, unit="× lower", delta=MATTERS, ratio=True)


def claim_adam_gains_more_than_the_advice(result):
    """From a run with SGD, a change to Adam ends lower than the remedy that is named.

    Slot 30. Figure: remedies. Scope: training loss after as many steps, on all runs with a planted cause that do not
    use Adam; Adam at one rate for all. A run that diverges counts as one hundred times the loss.
    """
    values = [ratio(run, run["found"], "edge") for run in stuck(result) if "Adam" not in run["plant"]]
    return Effect(values, unit="× lower", delta=1.2, ratio=True)


def claim_followed_on_a_sound_run_it_costs(result):
    """Followed in the middle of a sound run, the advice ends higher than going on.

    Slot 30. Scope: training loss after as many steps, [[planted.none of these]] runs at a good learning rate, after a
    third of their steps. A run that diverges counts as one hundred times the loss.
    """
    values = [ratio(run, run["found"], SOUND) for run in result["runs"] if run["cause"] == SOUND]
    return Effect(values, unit="×", delta=MATTERS, ratio=True)


def claim_a_sound_run_is_left_alone(result):
    """Asked in the middle of a sound run, it says that nothing is wrong.

    Slot 30. Scope: [[planted.none of these]] runs at a good learning rate, after a third of their steps, whose loss is
    still falling; more often than not.
    """
    found = [run["found"] == SOUND for run in result["runs"] if run["cause"] == SOUND]
    return Proportion(sum(found), len(found), NAMED)


def draw(figure, result):
    rows = [[result["named"][cause][name] for name in NAMES] for cause in NAMES]
    shares = [[f"{100 * n / sum(row):.0f}" if n else None for n in row] for row in rows]
    labels = [*CAUSES, "a sound run"]
    table(figure.subplots(), shares, labels, NAMES, dict(zip(labels, NAMES, strict=True)))


def draw_remedies(figure, result):
    rows = []
    for cause in CAUSES:
        runs = [run for run in stuck(result) if run["cause"] == cause]
        row = [math.exp(median(ratio(run, SOUND, remedy) for run in runs)) for remedy in CAUSES]
        rows.append([f"{value:.2g}×" for value in row])
    remedies = "start anew", "Adam", "rate / 10", "rate × 10"
    table(figure.subplots(), rows, CAUSES, remedies, dict(zip(CAUSES, remedies, strict=True)))
