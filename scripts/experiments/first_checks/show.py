"""Which check names which fault, and which sound program raises an alarm; the same of torchtest2."""

from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from scripts.evidence.paired import minus
from scripts.evidence.rule import Effect, Equivalence, Family, Proportion
from scripts.evidence.style import FAINT, INK, PAPER
from scripts.experiments.first_checks.named import by_peer, is_named, shares

NAMED = 0.75  # of the runs: a check that misses more than one in four is no answer
ALARMS = 0.05  # of the runs of sound programs: more would send many a reader after nothing
MORE = 20.0  # points of the faults: a fifth of them
DIGITS = {1: 5.8, 2: 9.8, 3: 14.6}  # how wide a number is drawn
AS_MANY = 5.0  # points of the faults: two of them or fewer


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
    which eight examples are not learned by heart; [[heart_repeats]] draws of batch and start.
    """
    gains = []
    for runs in list(zip(*result["faults"].values(), strict=True))[: result["heart_repeats"]]:
        alone = sum("heart" in outside for outside in runs)
        gains.append(100 * (sum(map(bool, runs)) - alone) / len(runs))
    return Effect(gains, unit="points of the faults", delta=MORE)


def claim_both_name_more_than_torchtest2(result):
    """The first checks and torchtest2 together name more of our planted faults than torchtest2 alone does.

    Slot method. Figure: peer. Scope: torchtest2 [[peer_version]], its one call with its defaults, WARN or FAIL;
    [[fault_kinds]] faults, of which many were chosen for our checks; named = the message has the cause among what it
    tells to look for. [[peer_repeats]] draws of batch and start.
    """
    found = shares(result)
    return Effect(minus(found["either"], found["torchtest2"]), unit="points of the faults", delta=MORE)


def claim_torchtest2_names_no_further_fault(result):
    """Of our planted faults, torchtest2 names next to none that the first checks miss.

    Slot method. Figure: peer. Scope: torchtest2 [[peer_version]], its one call with its defaults; [[fault_kinds]]
    faults, all of kinds that the first checks were written for, two checks after torchtest2's own: it says nothing of
    other kinds. What both together name less what the first checks name; [[peer_repeats]] draws of batch and start.
    """
    found = shares(result)
    return Equivalence(minus(found["either"], found["ours"]), unit="points of the faults", delta=AS_MANY)


def claim_torchtest2_fails_no_sound_program(result):
    """In small programs that are sound, torchtest2 says FAIL of next to nothing.

    Slot method. Figure: sound. Scope: torchtest2 [[peer_version]]; [[sound_kinds]] kinds of small sound programs, with
    [[sound_peer_repeats]] draws of batch and start each; runs with any FAIL, of all runs.
    """
    runs = [flags for runs in result["peer"]["sound"].values() for flags in runs]
    return Proportion(sum(any("FAIL" in flag for flag in flags) for flags in runs), len(runs), ALARMS, side=-1)


def percent(runs, check):
    return round(100 * sum(check in outside for outside in runs) / len(runs))


def fill(axes, cells):
    """cells: [(row, column, share in percent, colour)]. Equal ones are drawn at once, and 100 is not written, which
    keeps the file small."""
    boxes, numbers = {}, {}
    for row, column, share, color in (cell for cell in cells if cell[2]):
        box = Path.unit_rectangle().transformed(Affine2D().scale(0.94).translate(column - 0.47, row - 0.47))
        boxes.setdefault(color, []).append(box)
        if share < 100:
            numbers.setdefault((share, INK if color == FAINT else PAPER), []).append((column, row))
    for color, paths in boxes.items():
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), color=color, linewidth=0))
    for (share, ink), places in numbers.items():
        size = {"marker": f"${share}$", "markersize": DIGITS[len(str(share))], "markeredgewidth": 0}
        axes.plot(*zip(*places, strict=True), linestyle="none", color=ink, **size)


def ruled(axes, rows, columns):
    """The names of rows and columns, and nothing else around the cells."""
    axes.set_yticks(range(len(rows)), rows, size=9)
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="left", rotation_mode="anchor", size=9)
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)


def matrix(axes, result, kind):
    """How often each check lies outside its range, in percent of the runs; blue where it names the fault."""
    checks, programs, cells = [*result["verdicts"]], result[kind], []
    for i, (program, runs) in enumerate(programs.items()):
        for j, check in enumerate(checks):
            asked = runs[: result["heart_repeats"]] if check == "heart" and kind == "faults" else runs
            own = kind == "faults" and check in result["names"][program]
            alarm = kind == "sound" and result["verdicts"][check] == "fault"
            cells.append((i, j, percent(asked, check), "C0" if own else "C1" if alarm else FAINT))
    fill(axes, cells)
    ruled(axes, programs, checks)


def draw(figure, result):
    figure.set_size_inches(7.2, 9.0)
    matrix(figure.subplots(), result, "faults")


def draw_sound(figure, result):
    figure.set_size_inches(7.2, 6.6)
    matrix(figure.subplots(), result, "sound")


def draw_peer(figure, result):
    """Faults that are named by ours (blue) and by torchtest2 (green), and what else each of its checks flags."""
    figure.set_size_inches(7.2, 9.0)
    axes, programs, cells = figure.subplots(), result["peer"]["faults"], []
    seen = {flag.partition(" ")[2] for runs in programs.values() for flags in runs for flag in flags}
    checks = [check for check in result["peer_checks"] if check in seen]
    for i, (fault, runs) in enumerate(programs.items()):
        ours = [is_named(result, fault, outside) for outside in result["faults"][fault][: len(runs)]]
        theirs = [by_peer(result, fault, flags) for flags in runs]
        cells.append((i, 0, round(100 * sum(ours) / len(runs)), "C0"))
        cells.append((i, 1, round(100 * sum(theirs) / len(runs)), "C2"))
        for j, check in enumerate(checks, 3):
            own = [[flag for flag in flags if flag.partition(" ")[2] == check] for flags in runs]
            named = any(by_peer(result, fault, flags) for flags in own)
            cells.append((i, j, round(100 * sum(map(bool, own)) / len(runs)), "C2" if named else FAINT))
    fill(axes, cells)
    ruled(axes, programs, ["named by ours", "by torchtest2", "", *checks])
