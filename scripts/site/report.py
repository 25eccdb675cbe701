"""How an extension says that a page is wrong: a warning, which a strict build turns into its failure."""

import logging

log = logging.getLogger("mkdocs.pages")


def warn(md, message):
    """Report `message`, with the page's name where the generator tells it (mkdocs does, by its link resolver)."""
    page = md.treeprocessors["relpath"].file.src_uri + ": " if "relpath" in md.treeprocessors else ""
    log.warning("%s%s", page, message)
