"""Markdown out of a tree of HTML, as it is while a page is being made, without what is for eye or mouse only.

Code, and whatever else Python-Markdown has put aside, stands in the tree as marks. An anchor, a class and a size say
nothing in Markdown; a title of a fold becomes a line in bold, and what was folded follows it.
"""

import re
from html import unescape
from textwrap import indent

from scripts.site.leftovers import BLOCK, TAG

STASHED = re.compile("\x02wzxhzdk:(\\d+)\x03")
ESCAPED = re.compile("\x02(\\d+)\x03")
SPACES, TAG_LIKE = re.compile(r"\s+"), re.compile(r"<(?=[a-zA-Z/!?])")
IMAGE = re.compile(r"<img\b[^>]*>")
ATTRIBUTE = {name: re.compile(rf'\b{name}="([^"]*)"') for name in ("alt", "src")}
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.S)
LINK_TAG, TAG_BUT_LINK = re.compile(r"</?a\b[^>]*>"), re.compile(r"<(?!/?a\b)[^>]+>")
INSTEAD = "data-markdown"  # the attribute that says what stands in Markdown for what only a page can do
SAID = re.compile(rf'<[^>]*? {INSTEAD}="([^"]*)"')
LANGUAGE = re.compile(r'class="language-(\S+)')
FILENAME = re.compile(r'<span class="filename">([^<]*)</span>')
SILENT = {
    "script",
    "canvas",
    "style",
    "template",
    "svg",
    "noscript",
    "button",
    "input",
    "select",
    "textarea",
    "option",
    "output",
    "label",
}
SILENT_HTML = re.compile(rf"<({'|'.join(sorted(SILENT))})\b.*?</\1>|<!--.*?-->", re.S)
BLOCKS = {
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "figure",
    "figcaption",
    "details",
    "nav",
    "section",
    "blockquote",
    "pre",
    "hr",
}
BLOCKS |= {f"h{level}" for level in range(1, 7)} | {"dl", "dt", "dd", "form", "fieldset", "header", "article", "aside"}
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "summary": "**", "caption": "**"}
ALIGNED = {"left": ":---", "center": ":---:", "right": "---:"}


def classes(element):
    return element.get("class", "").split()


def is_silent(element):
    return element.tag in SILENT or element.get("hidden") is not None or not isinstance(element.tag, str)


class Writer:
    """link: from a link of the page to that of its Markdown. stash: what Python-Markdown has put aside."""

    def __init__(self, link, stash):
        self.link, self.stash = link, stash

    def page(self, root):
        return "\n\n".join(self.blocks(root)) + "\n"

    # Blocks

    def blocks(self, parent):
        """The blocks of an element, each as text; what stands between them in one line is a paragraph."""
        found, line = [], self.text(parent.text)
        for child in parent:
            if child.tag in BLOCKS and not is_silent(child):
                found += [*self.paragraph(line), *self.block(child)]
                line = ""
            else:
                line += self.inline(child)
            line += self.text(child.tail)
        return found + self.paragraph(line)

    def paragraph(self, line):
        return [SPACES.sub(" ", line).strip()] if line.strip() else []

    def block(self, element):
        tag, kinds = element.tag, classes(element)
        if said := element.get(INSTEAD):
            return [said]
        if "arithmatex" in kinds:
            return [f"$$\n{self.formula(element)}\n$$"]
        if re.fullmatch(r"h\d", tag):
            return [f"{'#' * int(tag[1])} {self.line(element)}"]
        if tag in ("ul", "ol"):
            return self.list(element)
        if tag == "table":
            return self.table(element)
        if tag == "hr":
            return ["---"]
        if tag == "p" and (code := self.code(element)):
            return code
        if tag == "dt" or (tag == "p" and "admonition-title" in kinds):
            return [f"**{self.line(element)}**"]
        if "tabbed-set" in kinds:
            return self.tabs(element)
        if tag == "blockquote":
            return [indent("\n\n".join(self.blocks(element)), "> ", lambda _: True)]
        return self.blocks(element)

    def list(self, element):
        """Tight, unless an item has more than a paragraph and its lists."""
        start, items, loose = int(element.get("start", 1)), [], False
        for place, item in enumerate((child for child in element if child.tag == "li"), start):
            mark = "- " if element.tag == "ul" else f"{place}. "
            blocks = self.item(item)
            plain = all(map(is_list, blocks[1:]))
            loose |= not plain
            body = ("\n" if plain else "\n\n").join(blocks)
            items.append(mark + indent(body, " " * len(mark)).lstrip(" "))
        return [("\n\n" if loose else "\n").join(items)] if items else []

    def item(self, item):
        """Lines that are set apart by their class, as those below a claim, are a list of their own."""
        if not any(child.tag == "p" and classes(child) for child in item):
            return self.blocks(item)
        lines = []
        for child in item:
            if child.tag == "details":
                lines += self.folded(child)
            elif not is_silent(child):
                lines += [block if is_list(block) or not lines else as_item(block) for block in self.block(child)]
        return lines

    def folded(self, details):
        """Lists, each below its title; the line that unfolds them only names these."""
        lines = []
        for child in details:
            if child.tag == "p":
                lines.append(f"- {self.line(child)}:")
            elif child.tag in ("ul", "ol"):
                lines += [indent(block, "  ") for block in self.list(child)]
        return lines

    def table(self, table):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        head = [self.cell(cell) for cell in rows[0]]
        ruler = [ALIGNED.get(align(cell), "---") for cell in rows[0]]
        body = [[self.cell(cell) for cell in row] for row in rows[1:]]
        title = table.find("caption")
        before = self.paragraph(self.inline(title)) if title is not None else []
        return [*before, "\n".join(f"| {' | '.join(row)} |" for row in [head, ruler, *body])]

    def cell(self, cell):
        return re.sub(r"(?<!\\)\|", r"\|", self.line(cell))

    def tabs(self, element):
        titles = [self.line(label) for label in element.iter("label")]
        parts = [part for part in element.iter("div") if "tabbed-block" in classes(part)]
        return [
            block for title, part in zip(titles, parts, strict=True) for block in (f"**{title}**", *self.blocks(part))
        ]

    def code(self, element):
        """A block of code, if it is all that the paragraph holds."""
        match = STASHED.fullmatch((element.text or "").strip())
        found = BLOCK.search(str(self.stash[int(match[1])])) if match and not len(element) else None
        if not found:
            return None
        fence, text = found[1] or "", unescape(TAG.sub("", found[2])).strip("\n")
        name, ticks = FILENAME.search(fence), "```"
        while ticks in text:
            ticks += "`"
        language = LANGUAGE.search(fence)
        block = f"{ticks}{language[1] if language else ''}\n{text}\n{ticks}"
        return (
            [f"`{unescape(name[1])}`:" if name[1].endswith(".py") else f"*{unescape(name[1])}*:", block]
            if name
            else [block]
        )

    # Lines

    def line(self, element):
        """All of an element in one line."""
        return SPACES.sub(" ", self.within(element)).strip()

    def within(self, element):
        parts = [self.text(element.text)]
        for child in element:
            parts += [self.inline(child), self.text(child.tail)]
        return "".join(parts)

    def inline(self, element):
        tag, kinds = element.tag, classes(element)
        if is_silent(element) or "footnote-backref" in kinds:
            return ""
        if said := element.get(INSTEAD):
            return said
        if "arithmatex" in kinds:
            return f"${self.formula(element)}$"
        if tag == "code":
            return quoted(unescape("".join(element.itertext())))
        if tag == "img":
            return self.image(element.get("alt", ""), element.get("src", ""))
        if tag == "br":
            return " "
        inner = self.within(element)
        if tag == "a" and "footnote-ref" in kinds:
            return f" (note {inner.strip()})"
        if tag == "a" and element.get("href") == inner:
            return f"<{inner}>"
        if tag == "a" and element.get("href") and not inner.lstrip().startswith("!["):
            return f"[{inner}]({self.link(element.get('href'))})"
        if kinds and {"verdict", "figure-number"} & {*kinds}:
            return f"**{inner}**"
        mark = MARKS.get(tag, "") if inner.strip() else ""
        space = " " if tag in BLOCKS else ""
        return f"{mark}{inner}{mark}{space}"

    def image(self, alt, source):
        return f"![{SPACES.sub(' ', alt)}]({self.link(source)})"

    def formula(self, element):
        r"""Without arithmatex's own \( and \)."""
        return unescape("".join(element.itertext())).strip()[2:-2].strip()

    def text(self, text):
        """The text of a page, without what Python-Markdown has put aside; a sign that might begin a tag does not."""
        text = text.replace("\x02amp\x03", "&").replace("&amp;", "&") if text else ""
        text = TAG_LIKE.sub("&lt;", ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), text))
        text = STASHED.sub(lambda match: self.raw(str(self.stash[int(match[1])])), text)
        return LINK_TAG.sub("", LINK.sub(lambda match: f"[{match[2]}]({self.link(match[1])})", text))

    def raw(self, html):
        """What was HTML on the page: an entity, an image, or tags around something."""
        if not html.lstrip().startswith("<"):
            return html if unescape(html) == "<" else unescape(html)
        if said := SAID.match(html.lstrip()):
            return unescape(said[1])
        if image := IMAGE.search(html):
            alt, source = (found[1] if (found := pattern.search(image[0])) else "" for pattern in ATTRIBUTE.values())
            return self.image(unescape(alt), unescape(source))
        return unescape(TAG_BUT_LINK.sub("", SILENT_HTML.sub("", html))).strip()


def is_list(block):
    return bool(re.match(r" *(?:- |\d+\. )", block))


def as_item(block):
    return "- " + indent(block, "  ").lstrip(" ")


def quoted(code):
    ticks = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    space = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{space}{code}{space}{ticks}"


def align(cell):
    found = re.search(r"text-align: *(\w+)", cell.get("style", ""))
    return found[1] if found else cell.get("align", "")
