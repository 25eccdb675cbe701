"""The fences of a page as the site shows them: includes expanded, tabs and admonitions searched."""

import functools

import markdown
from markdown_it import MarkdownIt


@functools.cache
def snippets():
    """The site's own way to expand `--8<--`, so that reader and test see the same text."""
    options = {"base_path": ["."], "check_paths": True, "restrict_base_path": True}  # as in mkdocs.yml
    extensions = ["pymdownx.snippets"]
    page = markdown.Markdown(extensions=extensions, extension_configs=dict.fromkeys(extensions, options))
    return page.preprocessors["snippet"]


def site_fences(parser, state):
    """Turn the indented bodies of tabs and admonitions into fences too, and expand includes."""
    tokens = []
    for token in state.tokens:
        if token.type == "code_block" and token.map:
            inner = [other for other in parser.parse(token.content) if other.type == "fence"]
            for fence in inner:
                fence.map = [line + token.map[0] for line in fence.map]
            tokens += inner
        else:
            tokens.append(token)
    for token in tokens:
        if token.type == "fence" and "--8<--" in token.content:
            token.content = "\n".join(snippets().run(token.content.splitlines())) + "\n"
    state.tokens = tokens


def parser():
    parser = MarkdownIt("commonmark").disable("inline")  # only fences are wanted
    parser.core.ruler.after("block", "site_fences", functools.partial(site_fences, parser))
    return parser
