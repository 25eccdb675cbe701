"""A result as figures: one SVG each, the same bytes every time, in colours that follow the theme."""

import importlib
import io
import re

from matplotlib.figure import Figure

from scripts.style import THEME, style, themed

PATH = re.compile(r' d="[^"]*"')
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def draw_all(name, result):
    """The SVG of each figure of an experiment, as {NAME or NAME-SUFFIX: text}."""
    module = importlib.import_module(f"scripts.experiments.{name}")
    drawings = {key: value for key, value in vars(module).items() if re.fullmatch(r"draw(_\w+)?", key)}
    return {name + key.removeprefix("draw").replace("_", "-", 1): _svg(draw, result) for key, draw in drawings.items()}


def _svg(draw, result):
    with style():
        figure, svg = Figure(), io.StringIO()
        draw(figure, result)
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return themed(_short(svg.getvalue()), {light: name for name, (light, _) in THEME.items()})


def _short(svg):
    """Paths to a hundredth of a point: a third smaller, and no difference to the eye."""

    def rounded(number):
        return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")

    return PATH.sub(lambda path: LONG_NUMBER.sub(rounded, path[0]).replace("\n", " "), svg)
