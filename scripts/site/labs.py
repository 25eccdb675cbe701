"""mkdocs hook: a lab is a page like any other, with a notebook and a script to download.

mkdocs-jupyter executes it. Its template (notebook/) hands the executed cells over as they are; here they become the
Markdown of a page, so that look, formulas and links are made and checked as everywhere. A cell's header may say

    # %% alt="What is seen, and what follows."  (of the figure that the cell draws)
    # %% fold="Title"                           (folded on the page, and in the notebook)
    # %% [markdown] fold="A hint"               (text that is folded, on the page and in the downloads)
    # %% spoiler="Title"                        (folded and run on the page; mere text in the downloads)

So the page tells the story with our solutions, and what somebody takes along runs with their own: a solution that were
code there would replace what they wrote, and not every program that opens notebooks folds code.
"""

import json
import logging
import os
import platform
import posixpath
import re
from html import escape
from importlib.metadata import version
from pathlib import Path
from textwrap import indent
from urllib.parse import urljoin

import jupytext
from filelock import FileLock
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs_jupyter.config import settings
from nbformat.v4 import new_markdown_cell

settings.templates_dir = os.environ["JUPYTER_CONFIG_PATH"] = str(Path(__file__).with_name("notebook"))
CACHE = Path(".cache", "labs")
LOCK = FileLock(CACHE / "lock")
log = logging.getLogger("mkdocs.labs")
PACKAGES = "torch", "numpy", "scikit-learn", "matplotlib", "matplotlib-inline", "ipykernel", "nbconvert"
DOWNLOADS = """<p class="downloads">Take it with you: <a href="{0}.ipynb" download>notebook</a> or
<a href="{0}.py" download>script</a>.</p>"""
FOLDED = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>"
FIGURE = (
    """<p><a class="enlarge" href="{0}"><img src="{0}" alt="{1}" width="{2}" height="{3}" loading="lazy"></a></p>"""
)
PLAIN = re.compile(r'<span class="(?:[nopw]|ow|s[ai])">([^<]*)</span>')  # names and signs: a third of the page
PAGE_LINK = re.compile(r"\[([^\]]+)\]\((\S+?)\.md(#\S*)?\)")
MAGIC = re.compile(r"^%.*\n", re.M)
SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')
COLOURS = {"#ffffff": "paper", "#000000": "ink", "#1f77b4": "c0", "#ff7f0e": "c1", "#2ca02c": "c2", "#d62728": "c3"}


def is_lab(file):
    return file.src_uri.startswith("labs/") and file.src_uri.endswith(".py")


def on_config(config):
    """Keep what a lab printed and drew as long as its text and these versions are the same."""
    versions = "-".join([platform.python_version(), *map(version, PACKAGES)])
    # a draft has no lab, and would clear what is kept
    kept = CACHE / ("draft" if os.environ.get("DRAFT") else versions)
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(kept)
    return config


def on_files(files, config):
    for file in filter(is_lab, list(files)):
        book = taken_along(file, config.site_url)
        downloads = {
            "ipynb": json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True),
            "py": jupytext.writes(book, "py:percent"),
        }
        for kind, content in downloads.items():
            uri = file.src_uri.removesuffix("py") + kind
            download = File.generated(config, f"{uri}.download", content=content)
            download.dest_uri = uri  # as a source, that of the script is the lab itself
            files.append(download)
    return files


def taken_along(file, site_url):
    """The lab as a notebook without outputs; links lead to the site on the web, where it has a place there."""

    def absolute(link):
        text, page, anchor = link.groups("")
        return f"[{text}]({urljoin(urljoin(site_url, file.src_uri), page)}.html{anchor})" if site_url else text

    book = jupytext.read(file.abs_src_path)
    book.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "jupytext": {"notebook_metadata_filter": "-all"},  # none at the head of the script
    }
    for place, cell in enumerate(book.cells):
        if "spoiler" in cell.metadata:
            text = FOLDED.format(cell.metadata["spoiler"], f"```python\n{cell.source}\n```")
            cell = book.cells[place] = new_markdown_cell(text)
        elif "fold" in cell.metadata and cell.cell_type == "markdown":
            cell = book.cells[place] = new_markdown_cell(FOLDED.format(cell.metadata["fold"], cell.source))
        cell.id = f"cell-{place}"  # else drawn at random
        if "fold" in cell.metadata:
            cell.metadata["jupyter"] = {"source_hidden": True}
        if cell.cell_type == "markdown":
            cell.source = PAGE_LINK.sub(absolute, cell.source)
    return book


def on_pre_page(page, **_):
    """One build at a time executes; another one then finds the outcome."""
    if is_lab(page.file):
        LOCK.acquire()
    return page


def on_page_content(html, page, config, files):
    if not is_lab(page.file):
        return html
    LOCK.release()
    lab = Lab(page.file.src_uri.removesuffix(".py"), config, files)
    page.meta["search"] = {"boost": 0.5}  # the chapters explain what a lab says once more
    page.markdown = "\n\n".join(map(lab.cell, json.loads(html)["cells"]))
    Page.render(page, config, files)  # mkdocs' own; page.render is that of mkdocs-jupyter
    downloads = DOWNLOADS.format(posixpath.basename(lab.name))
    return PLAIN.sub(r"\1", page.content).replace("</h1>", f"</h1>\n{downloads}", 1)


class Lab:
    """Cells as Markdown; figures as files of the site."""

    def __init__(self, name, config, files):
        self.name, self.config, self.files, self.figures = name, config, files, 0

    def cell(self, cell):
        options, text = cell["metadata"], cell["cell_type"] == "markdown"
        parts = [cell["source"] if text else fence("python", MAGIC.sub("", cell["source"]))]
        parts += [self.output(output, options.get("alt", "")) for output in joined(cell.get("outputs", []))]
        body = "\n\n".join(parts)
        for option, look in {"spoiler": "success", "fold": "question" if text else "example"}.items():
            if option in options:
                return f'??? {look} "{options[option]}"\n{indent(body, "    ")}'
        return body

    def output(self, output, alt):
        if output.get("name") == "stderr":
            log.warning("%s.py: a cell complains: %s", self.name, output["text"])
        data = output.get("data", {})
        if "image/png" in data:
            log.warning('%s.py: figures should be SVG: %%config InlineBackend.figure_formats = ["svg"]', self.name)
        if "image/svg+xml" in data:
            return self.figure(data["image/svg+xml"], alt)
        return fence("text .output .no-copy", output.get("text") or data["text/plain"])

    def figure(self, svg, alt):
        self.figures += 1
        uri = f"{self.name}-{self.figures}.svg"
        self.files.append(File.generated(self.config, uri, content=drawing(svg)))
        width, height = (f"{float(points) * 4 / 3:.0f}" for points in SIZE.search(svg).groups())
        if not alt.strip():
            log.warning('%s.py: figure %d has no alt text: # %%%% alt="What is seen."', self.name, self.figures)
        return FIGURE.format(posixpath.basename(uri), escape(alt), width, height)


def joined(outputs):
    """What a cell prints comes in pieces, of a size that depends on the moment."""
    whole = []
    for output in outputs:
        if whole and "text" in output and output.get("name") == whole[-1].get("name"):
            whole[-1] = output | {"text": whole[-1]["text"] + output["text"]}
        else:
            whole.append(output)
    return whole


def fence(classes, text):
    return f"```{{.{classes}}}\n{text.rstrip()}\n```"


def drawing(svg):
    """matplotlib's own drawing, in the colours of the site's figures, and the same bytes every time."""
    from scripts.evidence.style import numbered, themed  # it loads matplotlib

    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.S)  # the time
    return themed(numbered(svg), COLOURS, "fill:var(--ink)")
