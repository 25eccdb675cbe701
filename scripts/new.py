"""Write the skeleton of an experiment: python -m scripts.new NAME [PAGE]

It makes scripts/experiments/NAME/run.py and show.py, and tests/contradictions/NAME.py. What shows the experiment on a
page is appended to PAGE, such as docs/framework/trade-off.md, or printed. `make draft NAME=NAME` then shows it.
"""

import keyword
import re
import sys

from scripts.engine.main import TAKEN
from scripts.engine.places import EXPERIMENTS, ROOT

RUN = '''"""Is the mean of some numbers above nothing? (The question, in words that a reader would use.)"""

import torch

from scripts.evidence.chance import generator


def run(device, seed, *, repeats=20, size=100):
    means = []
    for repeat in range(repeats):
        chance = generator(seed, repeat)  # all chance hangs on the seed
        means.append((1 + torch.randn(size, generator=chance)).to(device).mean())
    return {"mean": means}  # (repeats,)
'''
SHOW = '''"""Claims and drawing of NAME, from its result alone."""

from scripts.evidence.rule import Effect

MATTERS = 0.5  # the smallest size that matters, and why: by what it means to a reader


def claim_mean_is_positive(result):
    """The mean is above nothing.

    Slot method. Scope: means of [[size]] normal numbers; [[repeats]] repeats.
    """
    return Effect(result["mean"], unit="units", delta=MATTERS)


def draw(figure, result):
    axes = figure.subplots()
    axes.plot(result["mean"], "o")
    axes.set(xlabel="repeat", ylabel="mean")
'''
CONTRADICTIONS = '''"""Results that contradict each claim of scripts/experiments/NAME."""


def claim_mean_is_positive(result):
    return {"mean": [-value for value in result["mean"]]}
'''
PAGE = """
![What is seen: points about one, none of them below nothing. What follows from it, in a sentence.](../figures/NAME.svg)
/// figure-caption | #fig-NAME
What was measured: the mean of [[NAME.size]] numbers, in each of [[NAME.repeats]] repeats.
///
"""


def why_not(name, page):
    """Why there can be no such experiment or page, in words that name the mend; "" if there can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name) or name in TAKEN:
        return f"{name!r} cannot be a name: take small letters, digits and underscores, such as batch_noise"
    for path in (EXPERIMENTS / name, ROOT / "tests" / "contradictions" / f"{name}.py"):
        if path.exists():
            return f"{path.relative_to(ROOT)} is there already: take another name, or remove it"
    if page and not (page.suffix == ".md" and page.is_file()):
        return f"{page} is no page: name one of docs, such as docs/framework/trade-off.md"
    return ""


def main(words):
    if len(words) not in (1, 2) or words[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    name, page = words[0], ROOT / words[1] if len(words) == 2 else None
    if problem := why_not(name, page):
        print(f"error: {problem}", file=sys.stderr)
        return 2
    files = {
        EXPERIMENTS / name / "__init__.py": "",
        EXPERIMENTS / name / "run.py": RUN,
        EXPERIMENTS / name / "show.py": SHOW,
        ROOT / "tests" / "contradictions" / f"{name}.py": CONTRADICTIONS,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("NAME", name), "utf-8")
        print(path.relative_to(ROOT))
    lines = PAGE.replace("NAME", name)
    if page:
        with page.open("a", encoding="utf-8") as file:
            file.write(lines)
        print(f"{page.relative_to(ROOT)}, at its end: move it where it belongs")
    else:
        print(f"\nTo show it, paste this into a page of the nav of mkdocs.yml:\n{lines}")
    print(f"Next: make draft NAME={name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
