"""What every extension that shows results needs to know: the pages with their figures, and whose results they are."""

from markdown.extensions import Extension

from scripts.engine.places import ROOT
from scripts.site.captions import captions
from scripts.site.published import Published


class ResultsExtension(Extension):
    """The options in mkdocs.yml, and what follows from them; `more` are those of one extension alone."""

    def __init__(self, more=None, **config):
        self.config = {
            "nav": [[], "The site's nav, which says where the figures are, and gives them their numbers"],
            "docs": ["docs", "The folder of the pages"],
            "folder": ["about", "The folder of the page with the tables, below `docs`"],
            "own": ["", "The folder of the reader's own results; empty for the published ones"],
        } | (more or {})
        super().__init__(**config)

    @property
    def docs(self):
        return ROOT / self.getConfig("docs")

    def known(self):
        """Every captioned figure of the site, in reading order."""
        return captions(self.docs, self.getConfig("nav"))

    def published(self):
        return Published(self.getConfig("own") or "")
