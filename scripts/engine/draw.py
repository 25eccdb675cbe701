"""A result as figures: one SVG each, the same bytes every time, in colours that follow the theme."""

import inspect
import io
import re

from matplotlib.figure import Figure

from scripts.engine.claims import show_functions
from scripts.evidence.style import THEME, numbered, style, themed

PATH = re.compile(r' d="[^"]*"')
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def draw_all(name, result, timings=None):
    """The SVG of each figure of an experiment, as {NAME or NAME-SUFFIX: text}.

    A drawing with a parameter `timings` gets them too: {machine: what timings.run returned there}.
    """
    drawings = show_functions(name)[1].items()
    return {
        name + key.removeprefix("draw").replace("_", "-", 1): _svg(draw, result, timings or {})
        for key, draw in drawings
    }


def _svg(draw, result, timings):
    more = {"timings": timings} if "timings" in inspect.signature(draw).parameters else {}
    with style():
        figure, svg = Figure(), io.StringIO()
        draw(figure, result, **more)
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return themed(numbered(_short(svg.getvalue())), {light: name for name, (light, _) in THEME.items()})


def _short(svg):
    """Paths to a hundredth of a point: a third smaller, and no difference to the eye."""

    def rounded(number):
        return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")

    return PATH.sub(lambda path: LONG_NUMBER.sub(rounded, path[0]).replace("\n", " "), svg)
