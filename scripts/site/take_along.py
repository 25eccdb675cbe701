"""mkdocs hook: what a page is taken along as, beside its HTML: Markdown, and a notebook where it has Python.

With them go llms.txt (llmstxt.org), which tells a coding assistant what there is, and two tables as JSON. All is made
from the pages as they have just been built, so that nothing can say something else.
"""

import json
import posixpath
import re
from pathlib import Path
from urllib.parse import urljoin

from scripts.site.links import without
from scripts.site.markdown_of import TEXTS
from scripts.site.notebooks import notebook
from scripts.site.tables import checks, guide

NAV = []
LEAD = re.compile(r"(?:#[^\n]*\n+)?(?:\*\*(.+?)\*\*|(.+?[.?!])(?=\s|$))", re.S)
MARKS = re.compile(r"[*`$]")
OPTIONAL = "Optional"  # of llmstxt.org: what can be left out where there is little room
ABOUT = """# {name}

> {description}

Each page is here as Markdown, with its numbers filled in. Below a figure stand its claims, each with a verdict by \
rule: holds, does not hold, depends, not settled. Advice says which claim it rests on, or *experience*. The code of a \
page runs from its first block to its last; a notebook of it, where there is one, ends with .ipynb instead of .md.

## Tables

- [The guide]({guide}): from losses to what is wrong: questions, limits, what to measure, what to try
- [The checks]({checks}): what to compute on one batch, which numbers are sound, what to mend; what to do first
"""


def on_nav(nav, config, files):
    NAV[:] = [nav]
    return nav


def on_page_context(context, page, config, nav):
    """The links at the head of a page; a lab names its own notebook."""
    if page.file.src_uri in TEXTS:
        stem = posixpath.splitext(posixpath.basename(page.file.dest_uri))[0]
        context["markdown"] = f"{stem}.md"
        context["notebook"] = f"{stem}.ipynb" if "```python" in TEXTS[page.file.src_uri] and not is_lab(page) else ""
    return context


def on_post_build(config):
    pages = {page.file.src_uri: page for page in NAV[0].pages if page.file.src_uri in TEXTS}
    for name, page in pages.items():
        text, stem = TEXTS[name], posixpath.splitext(page.file.dest_uri)[0]
        write(config, f"{stem}.md", text)
        if not is_lab(page) and (book := notebook(text, page.file.dest_uri, config.site_name, config.site_url or "")):
            write(config, f"{stem}.ipynb", book)
    write(config, "guide.json", as_json(guide()))
    write(config, "checks.json", as_json(checks({name: TEXTS[name] for name in pages})))
    write(config, "llms.txt", llms(NAV[0], config))
    TEXTS.clear()


def is_lab(page):
    return not page.file.src_uri.endswith(".md")


def write(config, uri, text):
    file = Path(config.site_dir, uri)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def as_json(table):
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def llms(nav, config):
    """The index of all pages, in the order of the nav and by its parts; those about the site itself are optional."""

    def line(page):
        text = TEXTS.get(page.file.src_uri, "")
        told = page.meta.get("description") or lead(text)
        return f"- [{page.title}]({at(posixpath.splitext(page.file.dest_uri)[0] + '.md')})" + (
            f": {told}" if told else ""
        )

    def at(uri):
        return urljoin(config.site_url or "", uri)

    head = {"name": config.site_name, "description": config.site_description}
    parts = [ABOUT.format(**head, guide=at("guide.json"), checks=at("checks.json"))]
    loose = [item for item in nav.items if item.is_page]
    sections = [(section.title, pages_of(section)) for section in nav.items if section.is_section]
    for title, pages in [("Start", loose), *sections]:
        if pages:
            parts.append(f"## {OPTIONAL if title == 'About' else title}\n\n" + "\n".join(map(line, pages)) + "\n")
    return "\n".join(parts)


def pages_of(section):
    return [
        page
        for item in section.children
        for page in ([item] if item.is_page else pages_of(item) if item.is_section else [])
    ]


def lead(text):
    """The sentence in bold with which a page opens, else its first one, without marks."""
    found = LEAD.match(text)
    return re.sub(r"\s+", " ", MARKS.sub("", without(found[1] or found[2]))) if found else ""
