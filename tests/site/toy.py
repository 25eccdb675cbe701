"""A small site of its own, to be spoiled: one experiment, one page that shows it, and the pages that list it."""

import re
import shutil

from scripts.engine.places import ROOT
from scripts.engine.reruns import SEEDS, UNASKED
from scripts.engine.sources import code
from scripts.engine.store import digest, result_hash, sealed

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460.8 259.2"><path d="M0 0 9 9"/></svg>'
RESULT = {"repeats": 20, "accuracy": {"matched": [0.5, 0.25]}}
RUN, SHOW = '"""Does it help?"""\n', '"""It helps."""\n'
RECORD = {
    "from": {"code": {"scripts/experiments/toy/run.py": code(RUN.encode())}},
    "made": {
        "seed": 1000,
        "device": "CPU",
        "threads": 1,
        "seconds": 1.5,
        "cpu_seconds": 1.0,
        "versions": {"torch": "2"},
    },
    "parameters": {"steps": 300},
    "hash": result_hash(RESULT),
    "result": RESULT,
}
OUTCOME = {"verdict": "holds", "detail": "", "effect": -3.0, "interval": [-4.0, -2.0]}
EFFECT = {
    "id": "toy.claim_helps",
    "experiment": "toy",
    "slot": "01",
    "figure": "toy",
    "statement": "It *helps* with $x^2$.",
    "scope": "20 draws.",
    "kind": "effect",
    "effect": -3.0,
    "unit": "points",
    "interval": [-4.0, -2.0],
    "delta": 2.0,
    "side": -1,
    "power": -2.5,
    "known": "",
    "repeats": 20,
    "failed": 1,
    "verdict": "holds",
    "detail": "",
    "alone": {"verdict": "holds", "detail": ""},
    "again": {
        "seeds": {"seed 1001": OUTCOME, "seed 1002": OUTCOME | {"verdict": "not settled"}},
        "settings": {"noise 0.2": OUTCOME, "noise 0.4": OUTCOME | {"verdict": "not settled"}},
        "unasked": {"noise 0.6": "not asked yet"},
        "untouched": ["width 9", "width 10"],
    },
}
CHECK = EFFECT | {"id": "toy.claim_checks", "known": "by symmetry"}
OPEN = EFFECT | {"id": "toy.claim_is_open", "verdict": "not settled"}
FAMILY = EFFECT | {
    "id": "toy.claim_everywhere",
    "kind": "family",
    "verdict": "depends",
    "detail": "holds for a; does not hold for b, 1",
    "weakest": "b, 1",
    "members": [
        EFFECT | {"name": "a"},
        EFFECT | {"name": "b, 1", "repeats": 30, "verdict": "does not hold", "detail": "smaller than what matters"},
    ],
}


def record_of(name):
    """The toy's record under another name."""
    made_from = {"code": {f"scripts/experiments/{name}/run.py": code(RUN.encode())}}
    return RECORD | {"from": made_from}


def entry(record=RECORD, findings=(EFFECT, CHECK, OPEN, FAMILY), svg=SVG, name="toy", **more):
    """What claims.json holds of a toy, as of a record and a drawing."""
    shown = {f"scripts/experiments/{name}/show.py": code(SHOW.encode(), docstrings=True)}
    of = {"record": sealed(record)[12:28]} | {f"rerun seed {seed}": UNASKED for seed in SEEDS}
    figures = {name: digest(svg.encode())}
    made = {"of": of, "from": {"documented": shown}, "versions": {}, "claims": [*findings]}
    return made | {"devices": {}, "figures": figures} | more


def claims(*args, **more):
    """claims.json of the toy alone."""
    return sealed({"experiments": {"toy": entry(*args, **more)}})


CHAPTER = """# Toy

It took [[toy.steps]] steps; see [](#fig-toy), and $y = [[toy.accuracy.matched.1:.2f]]$.

![Two lines cross, and nothing follows from it.](../figures/toy.svg)
/// figure-caption | #fig-toy
Accuracy of [[toy.repeats]] draws, as in [](#fig-toy). More.
///

Advice ([[claim toy.claim_helps: holds]]) rests on a claim; with much noise
[[toy.claim_helps.again.settings.noise 0.4.words]].
The claim [[toy.claim_helps.verdict]]: [[toy.claim_helps.words]]. In all: [[totals.verdicts]].
In b, 1: [[toy.claim_everywhere.members.b, 1.verdict]].
"""
NOTES = '[[item]]\nid = "dl01"\nkind = "measure"\nenglish = "x"\n{}'
PLACED = 'at = "chapters/toy.md#fig-toy"\nfigures = ["toy"]\nclaims = ["toy.claim_helps"]\n'
PAGES = {
    "index.md": "# Home\n\n[The chapter](chapters/toy.md), and [](chapters/toy.md#fig-toy).\n\n## Get it\n",
    "chapters/toy.md": CHAPTER,
    "about/notes.md": "# Notes\n\n[NOTES]\n",
    "about/figures.md": "# Figures\n\n[GALLERY]\n",
    "about/method.md": "# Method\n\n[HOW-FAR]\n\n[REGISTERED]\n\n[TUNED]\n",
    "about/notes.toml": NOTES.format(PLACED),
    "figures/toy.svg": SVG,
    "results/toy.json": sealed(RECORD),
    "results/claims.json": claims(),
}
NAV = "nav: &nav [index.md, chapters/toy.md, about/notes.md, about/figures.md, about/method.md]\n\n"


def make(root):
    """Write the toy's pages and results, and our own scripts, snippets and settings, into `root`."""
    hidden = shutil.ignore_patterns("__pycache__", "experiments")
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=hidden)
    shutil.copytree(ROOT / "snippets", root / "snippets", ignore=hidden)
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    for name, text in {"run": RUN, "show": SHOW}.items():
        write(root / "scripts" / "experiments" / "toy" / f"{name}.py", text)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"^nav:.*?\n\n", lambda _: NAV, settings, flags=re.M | re.S)
    # without the labs, of which it has none: they take half of the time
    settings = re.sub(r"\n  - mkdocs-jupyter.*", "", settings).replace(", scripts/site/labs.py", "")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    for name, text in PAGES.items():
        write(root / "docs" / name, text)
    return root


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def add_to_nav(toy, pages):
    settings = toy / "mkdocs.yml"
    write(settings, settings.read_text("utf-8").replace(NAV, NAV.replace("]", f", {', '.join(pages)}]")))
