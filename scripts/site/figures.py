"""Markdown extension: what the site adds to a figure, from the image's name alone.

    ![What is seen, and what follows from it.](../figures/NAME.svg)
    /// figure-caption | #fig-NAME
    The caption.
    ///

gets its number, its size, the claims that it shows with their verdicts, and a line that says how it
was made. `[](#fig-NAME)` and `[](other.md#fig-NAME)` become links with the figure's number. An image
without alternative text, an unknown figure and a label that is used twice are warnings.
"""

import difflib
import posixpath
import re
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from scripts.engine.compare import agreement
from scripts.engine.places import EXPERIMENTS, experiment_of, registered_file, reruns_file, tuning_file
from scripts.engine.store import BrokenResult
from scripts.site.captions import IMAGE
from scripts.site.extension import ResultsExtension
from scripts.site.report import warn
from scripts.site.text import literal
from scripts.site.verdicts import OWN_RUN, add_claims

BEFORE_INLINE, AFTER_INLINE = 21, 16  # the inline patterns run at 20
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class Evidence(Treeprocessor):
    """Number, claims and provenance, as Markdown that is still to be read."""

    def __init__(self, md, published, known, repository):
        super().__init__(md)
        self.published, self.known, self.repository = published, known, repository

    def run(self, root):
        for figure in root.iter("figure"):
            image = IMAGE.search("".join(child.text or "" for child in figure if child.tag == "p"))
            caption = figure.find("figcaption")
            if image and caption is not None:
                self.number(figure.get("id"), caption)
                if posixpath.basename(posixpath.dirname(image["path"])) == "figures":
                    self.explain(image["path"], caption)

    def number(self, label, caption):
        first = caption.find("p")
        same = [other for other in self.known if other.label == label]
        if not same or first is None:
            needs = "a caption, and a label as in `/// figure-caption | #fig-NAME`, on a page of the site's nav"
            warn(self.md, f"the figure {label!r} needs {needs}")
            return
        if len(same) > 1:
            pages = ", ".join(other.page for other in same)
            warn(self.md, f"the label {label!r} is used more than once ({pages}): give each figure its own")
        number = Element("span", {"class": "figure-number"})
        number.text, number.tail, first.text = f"Figure {same[0].number}", f" {first.text or ''}", ""
        first.insert(0, number)

    def explain(self, path, caption):
        folder, file = posixpath.split(posixpath.normpath(path))
        figure = posixpath.splitext(file)[0]
        name, up = experiment_of(figure), posixpath.dirname(folder) or "."
        if self.published.missing(figure):
            return  # hooks.py asks of every figure of a page, in whatever form
        entry = self.published.shown(name)
        findings = [finding for finding in entry["claims"] if finding["figure"] == figure]
        if findings:
            try:
                registered = self.published.registered(name)
            except BrokenResult as error:
                registered = None
                warn(self.md, f"figure {figure!r}: {error}. Take it from the history again")
            add_claims(caption, findings, registered)
        SubElement(caption, "p", {"class": "provenance"}).text = self.provenance(name, up)

    def others(self, name, up):
        """Links to what stands beside the published result, where it is there."""
        files = {
            "other seeds and settings": (reruns_file(name), f"results/reruns/{name}.json.gz"),
            "registered": (registered_file(name), f"registered/{name}.json"),
            "tuning": (tuning_file(name), f"sources/{name}/tuning.json"),
        }
        own = self.published.is_own(name)
        return [f"[{what}]({up}/{place})" for what, (file, place) in files.items() if file.exists() and not own]

    def provenance(self, name, up):
        """One line: how to rebuild it, what it took, on what, and where data and code are."""
        made, devices = self.published.record(name)["made"], self.published.shown(name)["devices"]
        seed = "no chance" if made["seed"] is None else f"seed {made['seed']}"
        sources = sorted(path.name for path in (EXPERIMENTS / name).glob("[!_]*.py"))
        parts = [
            f"Rebuild: `make figure NAME={name}` ([how]({up}/index.md#get-it))",
            f"{made['seconds']:.3g} s",
            literal(f"{made['device']}, torch {made['versions']['torch']}, {seed}"),
            *(literal(f"on {device}: {agreement(self.published.shown(name), device)}") for device in devices),
            f"[data]({up}/results/{name}.json)",
            *self.others(name, up),
            *(f"[{source}]({up}/sources/{name}/{source})" for source in sources),
        ]
        if self.repository:
            parts.append(f"[edit]({self.repository.rstrip('/')}/edit/main/scripts/experiments/{name}/show.py)")
        return (OWN_RUN if self.published.is_own(name) else "") + " · ".join(parts)


class Images(Treeprocessor):
    """Size and lightbox of images, and the text of references, once links and images have been read."""

    def __init__(self, md, published, numbers):
        super().__init__(md)
        self.published, self.numbers = published, numbers

    def run(self, root):
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag == "img":
                    self.describe(child)
                    if parent.tag != "a":
                        parent[place] = enlargeable(child)
                elif child.tag == "a" and not len(child) and not child.text:
                    self.refer(child)

    def describe(self, image):
        path = image.get("src")
        if not image.get("alt", "").strip():
            warn(self.md, f"the image {path} has no alt text: say what is seen and what follows from it")
        folder, file = posixpath.split(path)
        if posixpath.basename(folder) != "figures" or not file.endswith(".svg"):
            return
        figure = file.removesuffix(".svg")
        svg = self.published.figure(figure)
        size = VIEW_BOX.search(svg.read_text("utf-8")[:2000]) if svg.exists() else None
        if size is None:
            near = difflib.get_close_matches(figure, [path.stem for path in svg.parent.glob("*.svg")], 3, 0.4)
            warn(self.md, f"there is no figure {figure!r}; near: {', '.join(near) or 'none'}. Build it, or correct it")
            return
        for key, points in zip(("width", "height"), size.groups(), strict=True):
            image.set(key, f"{float(points) * 4 / 3:.0f}")
        image.set("loading", "lazy")

    def refer(self, link):
        label = link.get("href", "").partition("#")[2]
        if label in self.numbers:
            link.text = f"Figure {self.numbers[label]}"
        else:
            near = difflib.get_close_matches(label, self.numbers, 3, 0.4)
            warn(self.md, f"[]({link.get('href')}) refers to no figure; near: {', '.join(near) or 'none'}")


def enlargeable(image):
    """The image in a link to its file, which a script opens over the page."""
    link = Element("a", {"href": image.get("src"), "class": "enlarge"})
    link.append(image)
    link.tail, image.tail = image.tail, None
    return link


class FiguresExtension(ResultsExtension):
    def __init__(self, **config):
        super().__init__({"repository": ["", "Where the repository is on the web; empty for no edit links"]}, **config)

    def extendMarkdown(self, md):
        published, known = self.published(), self.known()
        numbers = {caption.label: caption.number for caption in known}
        evidence = Evidence(md, published, known, self.getConfig("repository"))
        md.treeprocessors.register(evidence, "evidence", BEFORE_INLINE)
        md.treeprocessors.register(Images(md, published, numbers), "images", AFTER_INLINE)


def makeExtension(**config):
    return FiguresExtension(**config)
