"""Markdown extension: `[PLAYGROUND]` becomes the playground: its numbers, a still picture, and what the script fills.

The picture shows two paths of the very snippets. With scripts docs/assets/js/playground.js draws in its place, and the
controls, which assets/css/playground.css hides where there are no scripts, take part.
"""

import functools
import math

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from scripts.site.surfaces import RULES, SURFACES, block, surface

BEFORE_FENCES = 28
WIDE, HIGH = 600, 400
STILL = "crescent"  # what the page shows first; docs/assets/js/playground.js begins with it too
LENGTHS = 30, 100, 300, 1000, 3000, 10_000
OPTIONS = {
    "rules": RULES,
    "memory": (0.5, 0.9, 0.99, 0.999),
    "decay": (0, 0.01, 0.1, 1),
    "falls": {"constant": "not at all", "root": "as 1/√(1 + t)", "hyperbola": "as 1/(1 + t/1000)"},
}
RUN = """
<fieldset class="playground__run playground__run--{run}">
<legend>{run}</legend>
<label>rule <select name="rule{n}">{rules}</select></label>
<label>rate η <input type="number" name="rate{n}" step="any" min="0" max="1e9"></label>
<input type="range" name="slide{n}" step="0.01" aria-label="rate η of {run}, log scale">
<p class="playground__limit" id="limit{n}">&#160;</p>
<label{off}>λ, Adam's β₁ <span class="playground__value" id="momentum-value{n}"></span>
<input type="range" name="momentum{n}" min="0" max="0.99" step="0.01"></label>
<label hidden>α, Adam's β₂ <select name="memory{n}">{memory}</select></label>
<label hidden>decay <select name="decay{n}">{decay}</select></label>
<label>η falls <select name="falls{n}">{falls}</select></label>
</fieldset>"""
START = """
<label>start <span class="playground__value" id="start-value{n}"></span>
<input type="range" name="start{n}" step="any"></label>"""
WHOLE = """
<div class="playground" id="playground" data-search-exclude data-markdown="{words} The playground is on the page.">
{data}
<div class="playground__controls playground__what" role="group" aria-label="What they go down">
<label>surface <select name="surface">{surfaces}</select></label>
<label>steps <select name="steps">{lengths}</select></label>
</div>
<div class="playground__stage">{picture}</div>
<noscript><p>{words} JavaScript is off, so this picture stands still; with it, it is the playground.</p></noscript>
<div class="playground__controls playground__time" role="group" aria-label="Time">
<button type="button" name="play">Play</button>
<button type="button" name="step">Step</button>
<button type="button" name="reset">Reset</button>
<label>step <span class="playground__value" id="at-value"></span> <input type="range" name="at" min="0"></label>
</div>
<div class="playground__controls playground__start" role="group" aria-label="Start">{starts}
</div>
<div class="playground__controls playground__runs" role="group" aria-label="Two runs">{runs}
</div>
<div class="playground__controls playground__curves">
<div><p>loss</p><svg id="loss" role="img" aria-label="Loss of both runs over the steps"></svg></div>
<div><p id="sigma-name">σ</p><svg id="sigma" role="img" aria-label="σ of both runs over the steps"></svg></div>
</div>
<output class="playground__controls playground__said" id="said" aria-live="polite"></output>
</div>"""


def descend(step, steps):
    """The path of a rule of the snippets on the surface of the picture; step: (parameters, rate) -> None."""
    import torch

    own = surface(STILL)
    theta, path = torch.tensor(own["start"], dtype=torch.float64, requires_grad=True), []
    for _ in range(steps + 1):
        path.append(theta.tolist())
        theta.grad = torch.autograd.grad((1 - theta[0]) ** 2 + own["steep"] * (theta[1] - theta[0] ** 2) ** 2, theta)[0]
        step([theta], own["rates"]["sgd"])
    return path


def paths(steps):
    """Gradient descent, and momentum at the same rate."""
    import torch

    from snippets.momentum import momentum_step

    both = []
    for momentum in 0.0, 0.9:
        movements = [torch.zeros(2, dtype=torch.float64)]

        def step(parameters, rate, movements=movements, momentum=momentum):
            momentum_step(parameters, movements, rate, momentum)

        both.append(descend(step, steps))
    return both


def place(point):
    (x, y), ((left, right), (low, high)) = point, surface(STILL)["box"]
    return (x - left) / (right - left) * WIDE, (high - y) / (high - low) * HIGH


def line(points, apart=0.5):
    """A path in the picture, without what is nearer than `apart` to the place before."""
    places = [place(point) for point in points]
    kept = places[:1]
    for each in places[1:-1]:
        if math.dist(each, kept[-1]) >= apart:
            kept.append(each)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in [*kept, places[-1]])


def contours():
    """The levels of the picture's loss, as one path."""
    import numpy
    from matplotlib.figure import Figure

    own = surface(STILL)
    x, y = (numpy.linspace(low, high, 161) for low, high in own["box"])
    loss = (1 - x) ** 2 + own["steep"] * (y[:, None] - x**2) ** 2
    high = numpy.log((loss - loss.min()) / (loss.max() - loss.min()) + 3e-4)  # as the script spaces its levels
    levels = Figure().subplots().contour(x, y, high, levels=numpy.linspace(-6.14, 0, 10)[:-1])
    return "".join(line(part, 8) for level in levels.allsegs for part in level)


def words():
    steps = surface(STILL)["steps"]
    return (
        f"Contours of a curved valley. In {steps} steps from the same start, gradient descent (A) creeps along the "
        "floor and is still far from the minimum. Momentum (B) swings at first, and has arrived."
    )


def picture():
    both = dict(zip("ab", paths(surface(STILL)["steps"]), strict=True))
    ends = {name: place(path[-1]) for name, path in both.items()}
    runs = "".join(f'<path class="run {name}" d="{line(path)}"/>' for name, path in both.items())
    marks = "".join(
        f'<circle class="end {name}" cx="{x:.1f}" cy="{y:.1f}" r="10"/>'
        f'<text class="end-name" x="{x:.1f}" y="{y:.1f}" dy="4.5">{name.upper()}</text>'
        for name, (x, y) in ends.items()
    )
    return (
        f'<svg id="plot" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{words()}">'
        f'<path class="contour" d="{contours()}"/>{runs}{marks}</svg>'
    )


def options(choices):
    pairs = choices.items() if isinstance(choices, dict) else ((each, each) for each in choices)
    return "".join(f'<option value="{value}">{text}</option>' for value, text in pairs)


@functools.cache
def playground():
    own = {key: options(choices) for key, choices in OPTIONS.items()}
    runs = {"A": {"n": "", "off": " hidden"}, "B": {"n": 2, "off": ""}}
    return WHOLE.format(
        data=block(*SURFACES),
        surfaces=options({name: surface(name)["title"] for name in SURFACES}),
        lengths=options(LENGTHS),
        picture=picture(),
        words=words(),
        starts="".join(START.format(n=place) for place in (0, 1)),
        runs="".join(RUN.format(run=name, **more, **own) for name, more in runs.items()),
    )


class Playground(Preprocessor):
    def run(self, lines):
        return [self.md.htmlStash.store(playground()) if line.strip() == "[PLAYGROUND]" else line for line in lines]


class PlaygroundExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Playground(md), "playground", BEFORE_FENCES)


def makeExtension(**config):
    return PlaygroundExtension(**config)
