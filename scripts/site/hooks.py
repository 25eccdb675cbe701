"""What only mkdocs itself can do: publish more files, show a draft, and complete Material's page."""

import logging
import os
import re
import socket
from pathlib import Path

from click import get_current_context
from mkdocs.exceptions import Abort, PluginError
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler

from scripts.engine.places import EXPERIMENTS, ROOT, claims_file, experiment_of, experiments, record_file
from scripts.site.draft import Draft
from scripts.site.published import Build, Published
from scripts.site.snippet_list import snippet_files
from scripts.site.source import ARCHIVE, source

FIGURE = re.compile(r"""(?:src|href)=["']?[^"'>]*\bfigures/(?:\./)*([\w-]+)\.svg""")
log = logging.getLogger("mkdocs.hooks")
SEARCH = 'data-md-component="search" role="dialog"'
STARTING = []
DRAFT = Draft(os.environ["DRAFT"], os.environ["RESULTS"]) if os.environ.get("DRAFT") else None  # only its page is built


def on_startup(command, dirty):
    """Remember that a server is to come: its address must be free."""
    if command == "serve":
        STARTING.append(command)


def on_config(config):
    """No edit links without a repository that they could lead to, and no own run without its results."""
    command = get_current_context(silent=True)
    if command and command.info_name == "serve":
        go_on_with_warnings()
    if STARTING:
        STARTING.clear()  # later builds are our own server's
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                free.bind(tuple(config.dev_addr))
            except OSError:
                host, port = config.dev_addr
                raise Abort(f"{host}:{port} is taken: stop the other preview, or take -a {host}:{port + 1}") from None
    if not config.repo_url:
        config.edit_uri = None
    own = config.extra.get("own")
    if own and not claims_file(ROOT / own).exists():
        command = f'python -m scripts.build --results "{own}"'
        raise PluginError(f"RESULTS={own}: no results lie there. Run: {command}")
    if DRAFT:
        DRAFT.on_config(config)
    return config


def go_on_with_warnings():
    """A mistake on a page fails a build, but stops no server: mkdocs then would answer nobody until it is mended."""
    logger = logging.getLogger("mkdocs")
    for counter in [handler for handler in logger.handlers if isinstance(handler, CountHandler)]:
        logger.removeHandler(counter)


def on_pre_build(config):
    Build.begin()


def on_post_build(config):
    Build.end()


def on_files(files, config):
    """Publish the source of each experiment, snippet and of all; the reader's own results instead of the published."""
    for name in experiments():
        for path in sorted([*(EXPERIMENTS / name).glob("[!_]*.py"), *(EXPERIMENTS / name).glob("tuning.json")]):
            publish(files, config, f"sources/{name}/{path.name}", path)
    for path in snippet_files():
        publish(files, config, f"snippets/{path.name}", path)
    if config.extra.get("own"):
        for path in of_the_reader(Published(config.extra["own"])):
            kind = "figures" if path.suffix == ".svg" else "results"
            publish(files, config, f"{kind}/{path.name}", path)
    if DRAFT:
        return DRAFT.on_files(files, config)
    files.append(File.generated(config, ARCHIVE, content=source()))
    return files


def of_the_reader(published):
    """The reader's own results, and the figures drawn from them; whatever else lies in their folder stays there."""
    own = ROOT / published.own
    yield claims_file(own)
    for name in filter(published.is_own, experiments()):
        yield record_file(name, own)
        figures = sorted(path for path in own.glob("figures/*.svg") if experiment_of(path.stem) == name)
        yield from (path for path in figures if not published.missing(path.stem))


def publish(files, config, uri, path: Path):
    if uri in files.src_uris:
        files.remove(files.src_uris[uri])
    files.append(File.generated(config, uri, abs_src_path=str(path)))


def on_serve(server, config, builder):
    """A draft is shown anew when its claims or drawings change."""
    if DRAFT:
        DRAFT.on_serve(server)
    return server


def on_post_page(output, page, config):
    """Ask of each figure, in whatever form, whether it is current; name the search dialog for a screen reader."""
    published = Published(config.extra.get("own") or "")
    for figure in sorted({*FIGURE.findall(output)}):
        if problem := published.problem(figure):
            log.warning("%s: %s", page.file.src_uri, problem)
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')
