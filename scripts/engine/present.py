"""What is shown of a record: its findings and its figures. Loaded in the traced process, and listed."""

from importlib import metadata

from scripts.engine.claims import judge
from scripts.engine.draw import draw_all

PACKAGES = "matplotlib", "numpy", "scipy"  # another version of these is a reason to draw and judge again


def versions():
    return {name: metadata.version(name) for name in PACKAGES}


def present(name, record, devices, timings):
    """What claims.json keeps of an experiment, but for what it was made from; and its figures as {figure: svg}.

    devices: {device: record}, runs of the same on other devices, which are judged too. timings: {machine: numbers}.
    """
    findings, figures = judge(name, record), draw_all(name, record["result"], timings)
    for finding in findings:
        if finding["figure"] not in figures:
            figure = finding["figure"]
            raise ValueError(f"{finding['id']} stands under {figure!r}, which is none of {', '.join(figures)}")
    elsewhere = {
        device: {finding["id"]: finding["verdict"] for finding in judge(name, other)}
        for device, other in devices.items()
    }
    return {"versions": versions(), "claims": findings, "devices": elsewhere}, figures
