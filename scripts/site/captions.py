"""The figures on the pages, read from the Markdown: which page, which label, which number."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2 *$", re.M | re.S)
IMAGE = re.compile(r"!\[(?P<alt>(?:(?!\n\n).)*?)\]\((?P<path>[^()\s]+)\)", re.S)
CAPTIONED = re.compile(
    rf"^ *{IMAGE.pattern}(?:\{{[^}}\n]*\}})?\s*\n *///+ *figure-caption \| #(?P<label>[\w-]+)\n(?P<text>.*?)\n *///",
    re.M | re.S,
)


@dataclass(frozen=True)
class Caption:
    page: str  # the page's path in the folder of pages
    label: str  # fig-NAME
    number: str  # 2.1: the first figure of the second page that has figures
    path: str  # of the image, as the page names it
    alt: str
    text: str

    @property
    def figure(self):
        return Path(self.path).stem


def page_paths(nav):
    """The pages of a mkdocs `nav`, in order."""
    if isinstance(nav, str):
        return [nav] if nav.endswith(".md") else []
    items = nav.values() if isinstance(nav, dict) else nav
    return [path for item in items for path in page_paths(item)]


def captions(docs, nav):
    """Every captioned figure of the pages of `nav`, in reading order."""
    files = [Path(docs, page) for page in page_paths(nav)]
    return _captions(
        docs, tuple(page_paths(nav)), tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)
    )


@functools.lru_cache(maxsize=8)
def _captions(docs, pages, changed):
    """Read once for all extensions of all pages, until one of the files has changed."""
    found, chapter = [], 0
    for page in pages:
        file = Path(docs, page)
        text = FENCE.sub("", file.read_text("utf-8")) if file.exists() else ""
        on_page = list(CAPTIONED.finditer(text))
        chapter += bool(on_page)
        for place, match in enumerate(on_page, 1):
            found.append(Caption(page, number=f"{chapter}.{place}", **match.groupdict()))
    return found
