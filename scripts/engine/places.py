"""Where everything lies, and what it is called."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENTS = ROOT / "scripts" / "experiments"
PUBLISHED = ROOT / "docs" / "results"
PUBLISHED_SEED = 1000
CACHE = ROOT / ".cache" / "build"  # may be deleted at any time


def experiments():
    """The names of all experiments: the folders of scripts/experiments."""
    return sorted(path.parent.name for path in EXPERIMENTS.glob("*/run.py"))


def is_published(results):
    return results.resolve() == PUBLISHED.resolve()


def record_file(name, results=PUBLISHED):
    return results / f"{name}.json"


def device_file(name, device):
    """Where the record of another device than the CPU lies, beside the published one."""
    slug = "".join(letter if letter.isalnum() else "-" for letter in device).strip("-")
    return PUBLISHED / "devices" / f"{name}.{slug}.json"


def show_file(name):
    """Where the claims and drawings of an experiment lie. Raises FileNotFoundError that names the mend."""
    file = EXPERIMENTS / name / "show.py"
    if not file.exists():
        raise FileNotFoundError(f"scripts/experiments/{name}/show.py is missing: its claims and drawings belong there")
    return file


def reruns_file(name):
    """Where the other base seeds and settings lie, beside the published record."""
    return PUBLISHED / "reruns" / f"{name}.json.gz"


def registered_file(name):
    """What was registered of an experiment before its published run."""
    return PUBLISHED.parent / "registered" / f"{name}.json"


def tuning_file(name):
    """What was chosen on tuning seeds for an experiment, beside the code that chose it."""
    return EXPERIMENTS / name / "tuning.json"


def timings_file(name, results=PUBLISHED):
    return results / "timings" / f"{name}.json"


def method_file(name):
    """What was found out about the machines: agreement, benchmark or stress."""
    return PUBLISHED / "method" / f"{name}.json"


def claims_file(results=PUBLISHED):
    return results / "claims.json"


def figure_file(figure, results=PUBLISHED):
    """`figure` is an experiment's name, or NAME-SUFFIX for a further figure of it."""
    folder = results.parent / "figures" if results == PUBLISHED else results / "figures"
    return folder / f"{figure}.svg"


def experiment_of(figure):
    """The experiment that a figure, NAME or NAME-SUFFIX, belongs to."""
    return figure.partition("-")[0]
