"""A page's Markdown as a notebook: its blocks of Python are the cells, in order, and its text stands between them."""

import ast
import json
import re
import sys
from urllib.parse import urljoin

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from scripts.site.captions import FENCE
from scripts.site.links import replaced

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PACKAGES = {"sklearn": "scikit-learn"}  # what is imported: what is installed
HEAD = "{page} as a notebook: run the cells from the first to the last."
NEEDS = " They need `pip install {needs}`."
FILES = re.compile(r"^ *Rebuild: `make figure .*\n?", re.M)  # below a figure, a line of links
PAGE = re.compile(r"\.md(?=#|$)")


def parts(text):
    """The text of a page and its blocks of Python, in order: ("markdown" or "code", text)."""
    begin = 0
    for fence in FENCE.finditer(text):
        first, *lines, _ = fence[0].splitlines()
        if first.strip() == "```python":
            yield "markdown", level(text[begin : fence.start()])
            yield "code", "\n".join(line.removeprefix(fence[1]) for line in lines)
            begin = fence.end()
    yield "markdown", level(text[begin:])


def level(text):
    """Text that went on within a list begins at the margin, for a cell knows nothing of the cell before."""
    lines, margin = [], None
    for line in text.strip("\n").splitlines():
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            margin = indent if margin is None else min(margin, indent)
        lines.append(line[margin or 0 :])
    return "\n".join(lines).strip("\n")


def imported(code):
    """The packages that code imports, Python's own left out."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        names |= {each.name for each in node.names} if isinstance(node, ast.Import) else set()
        names |= {node.module} if isinstance(node, ast.ImportFrom) and not node.level else set()
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names


def head(code, page):
    """What the first cell says: of which page this is the notebook, and what to install."""
    needs = " ".join(sorted(PACKAGES.get(name, name) for name in imported(code)))
    return f"*{HEAD.format(page=page)}{NEEDS.format(needs=needs) if needs else ''}*"


def away(text, site_url):
    """Text for a place away from the site: its links lead to the site on the web; without a place there it has none."""
    if not site_url:
        text = FILES.sub("", text)

    def link(image, words, target):
        ours = "://" not in target or (site_url and target.startswith(site_url))
        if ours and not site_url:
            return f"*Figure ({target.lstrip('./')} of the site): {words}*" if image else words
        return f"{'!' * image}[{words}]({PAGE.sub(r'.html', target) if ours else target})"

    return replaced(text, link).strip("\n")


def notebook(text, page, site_name, site_url=""):
    """The notebook's JSON; None for a page without Python. page: its address from the site's root."""
    pieces = [(kind, part if kind == "code" else away(part, site_url)) for kind, part in parts(text)]
    pieces = [(kind, part) for kind, part in pieces if part]
    code = "\n".join(part for kind, part in pieces if kind == "code")
    if not code:
        return None
    name = f"[This page]({urljoin(site_url, page)})" if site_url else f"{site_name} {page}"
    make = {"markdown": new_markdown_cell, "code": new_code_cell}
    pieces.insert(0, ("markdown", head(code, name)))
    cells = [make[kind](part, id=f"cell-{place}") for place, (kind, part) in enumerate(pieces)]  # else drawn at random
    book = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
