"""One look for every figure, and the colours that follow the page's light or dark theme.

Figures are drawn in the light colours. Each of these becomes a CSS variable in the SVG, which
takes its dark value where the page is dark; other colours (colour maps) stay as they are.
The four line colours are distinct for colour-blind readers (after Okabe and Ito, 2008), and
each has a contrast of 4.5 or more with its background, so that labels may wear them.
"""

import re
from contextlib import contextmanager

from cycler import cycler
from matplotlib import rc_context, rcdefaults, rcParams

THEME = {  # name: (light, dark)
    "ink": ("#24292f", "#e2e4e9"),
    "faint": ("#d5d9df", "#454a56"),
    "paper": ("#fefefe", "#1e2129"),
    "c0": ("#0068a8", "#62b6f0"),
    "c1": ("#b84a00", "#ff9e64"),
    "c2": ("#00785a", "#4fd1a5"),
    "c3": ("#96396f", "#eba3cd"),
}
INK, FAINT, PAPER, *LINES = (light for light, dark in THEME.values())
SETTINGS = {
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.prop_cycle": cycler(color=LINES),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "font.size": 12,
    "axes.labelsize": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 5,
    "patch.edgecolor": PAPER,
    "svg.hashsalt": "why-won-t-it-train",  # the same drawing is the same file
    "svg.fonttype": "path",  # an image cannot use the page's fonts
    "path.simplify_threshold": 0.5,
}

HASHED_ID = re.compile(r'id="([a-z]+[0-9a-f]{10})"')


@contextmanager
def style():
    """The matplotlib settings of every figure, whatever a matplotlibrc says, to be used as `with style():`."""
    with rc_context():
        rcdefaults()
        rcParams.update(SETTINGS)
        yield


def numbered(svg):
    """An SVG with its ids numbered: as hashes of coordinates they would depend on the processor, by a last digit."""
    for place, name in enumerate(dict.fromkeys(HASHED_ID.findall(svg))):
        svg = svg.replace(name, f"id{place}")
    return svg


def themed(svg, names, root=""):
    """An SVG's colours, {light colour: its name}, as CSS variables with their dark values where the page is dark.

    `root` is further CSS for the whole drawing.
    """
    for colour, name in names.items():
        svg = svg.replace(colour, f"var(--{name})")
    light, dark = ("".join(f"--{name}:{pair[i]};" for name, pair in THEME.items()) for i in (0, 1))
    css = f":root{{{light}{root}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return svg.replace('<style type="text/css">', f'<style type="text/css">{css}', 1)
