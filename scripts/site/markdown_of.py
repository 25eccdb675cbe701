"""Markdown extension: each page once more as plain Markdown, for people who ask through a coding assistant.

It is read off the page's own tree, after every other extension has put in its numbers, verdicts, maps and tables, and
before formulas become MathML. So it says what the page says, whatever extensions there are, and nothing is rendered
twice. Links to pages lead to their Markdown. The hook take_along.py writes it beside the HTML.
"""

import posixpath
from urllib.parse import urljoin, urlsplit

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from scripts.site.writer import Writer

BEFORE_MATHML = 7  # after attributes of headings have been read, at 8
TEXTS = {}  # page: its Markdown, until the hook takes it


class MarkdownOf(Treeprocessor):
    def __init__(self, md, site_url):
        super().__init__(md)
        self.site_url = site_url

    def run(self, root):
        if "relpath" in self.md.treeprocessors:  # mkdocs' own: it knows which page this is
            relpath = self.md.treeprocessors["relpath"]
            link = Links(relpath.file, relpath.files, self.site_url)
            TEXTS[relpath.file.src_uri] = Writer(link, self.md.htmlStash.rawHtmlBlocks).page(root)


class Links:
    """Where a link of a page leads when it stands in the page's Markdown."""

    def __init__(self, file, files, site_url):
        self.file, self.files, self.site_url = file, files, site_url

    def __call__(self, link):
        if urlsplit(link).scheme:
            return link
        path, mark, anchor = link.partition("#")
        page = self.page(path) if path else self.file
        if page is self.file:  # its headings have no anchors in Markdown, on the page they have
            link = posixpath.basename(page.dest_uri) + mark + anchor
        elif page:
            link = posixpath.splitext(posixpath.normpath(path))[0] + ".md" + mark + anchor
        return urljoin(urljoin(self.site_url, self.file.dest_uri), link) if self.site_url else link

    def page(self, path):
        """The page that a path leads to, if it does to one."""
        source = posixpath.normpath(posixpath.join(posixpath.dirname(self.file.src_uri), path))
        found = self.files.src_uris.get(source)
        return found if found and found.is_documentation_page() else None


class MarkdownOfExtension(Extension):
    def __init__(self, **config):
        self.config = {"site_url": ["", "Where the site is on the web; empty for links from file to file"]}
        super().__init__(**config)

    def extendMarkdown(self, md):
        md.treeprocessors.register(MarkdownOf(md, self.getConfig("site_url") or ""), "markdown-of", BEFORE_MATHML)


def makeExtension(**config):
    return MarkdownOfExtension(**config)
