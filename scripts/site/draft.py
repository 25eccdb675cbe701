"""A draft: one experiment's own results on one page, served while its claims, its drawings and the page are edited."""

import logging
import posixpath
import re

from mkdocs.structure.files import File

from scripts.engine.current import record_state, shown_state
from scripts.engine.places import EXPERIMENTS, ROOT, record_file
from scripts.engine.processes import warm_up
from scripts.engine.run import present
from scripts.engine.sources import Cache
from scripts.engine.store import read_shown
from scripts.engine.wishes import arguments
from scripts.site.captions import captions

PAGE = "draft.md"  # of an experiment that no page shows yet
FIGURES = "# {name}: a draft\n\nNo page shows it yet.\n\n"
FIGURE = "![A draft of the figure.](figures/{0}.svg)\n/// figure-caption | #fig-{0}\nA draft of {0}.\n///\n"
log = logging.getLogger("mkdocs.draft")


class Draft:
    """name: the experiment. own: the folder of its results, as `make draft` fills it."""

    def __init__(self, name, own):
        self.name, self.own, self.page = name, own, PAGE

    def judge_again(self):
        """Judge and draw what has changed. A changed run.py is left to `make draft`, for it may take long."""
        results, cache = ROOT / self.own, Cache()
        made = record_state(record_file(self.name, results), None, cache)
        if (
            made.word == "current"
            and shown_state(self.name, read_shown(results).get(self.name), results, cache).word != "current"
        ):
            wishes = arguments(["--only", self.name, "--results", self.own])
            for why in present([self.name], wishes, with_torch=False).values():
                log.warning("%s FAILED: %s", self.name, why)

    def on_config(self, config):
        """Build its page only, whatever that page links to."""
        self.judge_again()
        nav = config.mdx_configs["scripts.site.figures"]["nav"]
        own = re.compile(
            rf"(?:fig-)?{self.name}(?:-|$)"
        )  # also where the figure's name is misspelled, but not the label
        pages = [
            each.page for each in captions(config.docs_dir, nav) if own.match(each.figure) or own.match(each.label)
        ]
        self.page = pages[0] if pages else PAGE
        if not pages:
            text = FIGURES.format(name=self.name) + "\n".join(map(FIGURE.format, self.figures()))
            (ROOT / self.own / PAGE).write_text(text, "utf-8")
            nav.append(f"../{self.own}/{PAGE}")  # where the numbers of figures are looked up
        config.nav, config.strict = [self.page], False
        for levels in (config.validation.nav, config.validation.links):
            for key in levels:
                levels[key] = logging.DEBUG

    def on_files(self, files, config):
        for file in list(files):
            if file.src_uri != self.page and (file.is_documentation_page() or file.src_uri.startswith("labs/")):
                files.remove(file)
        if self.page == PAGE:
            files.append(File.generated(config, PAGE, abs_src_path=str(ROOT / self.own / PAGE)))
        return files

    def figures(self):
        return read_shown(ROOT / self.own).get(self.name, {"figures": ()})["figures"]

    def on_serve(self, server):
        warm_up()
        server.watch(str(EXPERIMENTS / self.name))
        address = posixpath.splitext(self.page)[0] + ".html"
        log.warning("the draft of %s: %s%s", self.name, server.url, address)
