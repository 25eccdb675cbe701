"""Which check names which fault, and which sound program raises an alarm."""

from matplotlib.patches import Rectangle

from scripts.evidence.rule import Effect, Family, Proportion
from scripts.evidence.style import FAINT, INK, PAPER

NAMED = 0.75  # of the runs: a check that misses more than one in four is no answer
ALARMS = 0.05  # of the runs of sound programs: more would send many a reader after nothing
MORE = 20.0  # points of the faults: a fifth of them


def is_named(result, fault, outside):
    return bool({*outside} & {*result["names"][fault]})


def claim_each_fault_is_named(result):
    """The first checks name each fault that we planted in a small program.

    Slot method. Scope: [[fault_kinds]] faults, each in one small sound program; named = a check that tells its cause
    lies outside its range, in three of four runs. Batches of [[batch]]; [[repeats]] draws of batch and start for each.
    """
    rows = result["faults"].items()
    counts = {fault: sum(is_named(result, fault, outside) for outside in runs) for fault, runs in rows}
    return Family({fault: Proportion(counts[fault], len(runs), NAMED) for fault, runs in rows})


def claim_sound_programs_raise_no_fault(result):
    """In small programs that are sound, the first checks raise no fault.

    Slot method. Figure: sound. Scope: [[sound_kinds]] kinds of small sound programs, with [[sound_repeats]] draws of
    batch and start each; runs with any check that says fault, of all runs.
    """
    runs = [outside for runs in result["sound"].values() for outside in runs]
    alarms = sum(any(result["verdicts"][check] == "fault" for check in outside) for outside in runs)
    return Proportion(alarms, len(runs), ALARMS, side=-1)


def claim_one_batch_by_heart_misses_many(result):
    """Of these planted faults, all checks together notice more than overfitting one small batch does.

    Slot method. Scope: of [[fault_kinds]] faults, the share at which any check lies outside its range less the share at
    which eight examples are not learned by heart; [[repeats]] draws of batch and start.
    """
    gains = []
    for runs in zip(*result["faults"].values(), strict=True):
        alone = sum("heart" in outside for outside in runs)
        gains.append(100 * (sum(map(bool, runs)) - alone) / len(runs))
    return Effect(gains, unit="points of the faults", delta=MORE)


def percent(runs, check):
    return round(100 * sum(check in outside for outside in runs) / len(runs))


def matrix(axes, result, kind):
    """How often each check lies outside its range, in percent of the runs; blue where it names the fault."""
    checks, programs = [*result["verdicts"]], result[kind]
    for i, (program, runs) in enumerate(programs.items()):
        for j, check in enumerate(checks):
            if share := percent(runs, check):
                own = kind == "faults" and check in result["names"][program]
                alarm = kind == "sound" and result["verdicts"][check] == "fault"
                color = "C0" if own else "C1" if alarm else FAINT
                axes.add_patch(Rectangle((j - 0.47, i - 0.47), 0.94, 0.94, color=color, linewidth=0))
                axes.text(j, i, share, ha="center", va="center", color=PAPER if own or alarm else INK, size=8)
    axes.set_yticks(range(len(programs)), programs, size=9)
    axes.set_xticks(range(len(checks)), checks, rotation=60, ha="left", rotation_mode="anchor", size=9)
    axes.set(xlim=(-0.5, len(checks) - 0.5), ylim=(len(programs) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)


def draw(figure, result):
    figure.set_size_inches(7.2, 6.6)
    matrix(figure.subplots(), result, "faults")


def draw_sound(figure, result):
    figure.set_size_inches(7.2, 6.2)
    matrix(figure.subplots(), result, "sound")
