"""What each process would otherwise import for itself, loaded once before the fork, without touching CUDA.

The build names the packages in the server's environment. One that is broken here fails where it is used, with its name.
"""

import contextlib
import importlib
import os

from scripts.engine.trace import loaded

for package in os.environ.pop("PRELOAD", "").split():
    with contextlib.suppress(Exception):
        importlib.import_module(package)
loaded()  # where all these lie is then known to each fork
