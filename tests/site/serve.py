"""Serves a toy's site as `mkdocs serve` does, and waits for what should come."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request


@contextlib.contextmanager
def serving(toy, **environment):
    """The address of a server of its own; what it says goes to `said.txt`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    wanted = {"NO_MKDOCS_2_WARNING": "1", "RESULTS": "", "REPO_URL": "", "SITE_URL": ""}
    with (
        (toy / "said.txt").open("w") as said,
        subprocess.Popen(command, cwd=toy, env=os.environ | wanted | environment, stderr=said, text=True) as server,
    ):
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def wait_for(address, text, patience=60):
    """The page at an address, as soon as it has a text."""
    deadline = time.monotonic() + patience
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=30) as answer:
            page = answer.read().decode()
            if re.search(text, page):
                return page
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
