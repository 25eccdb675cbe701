"""What runs in a process of its own: an experiment, or the claims and figures of its record.

Each function here is the whole life of such a process. It sends one answer, ("done", value) or
("failed", reason), and it ends with the build that started it, however that ends.
"""

import gc
import inspect
import multiprocessing
import os
import platform
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

from scripts.store import ROOT, result_hash

FOLDERS = ROOT / "scripts" / "experiments", ROOT / "snippets"


def apart(connection, log, function, *args):
    """Call `function` of this module by name, and send its answer; what it prints goes to the file `log`."""
    gc.freeze()  # else collecting garbage would touch, and so copy, all that the fork shares
    threading.Thread(target=_end_with_the_build, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's to handle
    with log.open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.stdout.reconfigure(line_buffering=True)
    try:
        answer = "done", globals()[function](*args)
    except Exception as error:
        answer = "failed", _reason(error)
    connection.send(answer)


def _end_with_the_build():
    multiprocessing.parent_process().join()
    os._exit(1)


def _reason(error):
    """The error, and the line of the experiment that it came from."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(file, line) for file, line in frames if file.parent in FOLDERS]
    place = f"{ours[-1][0].relative_to(ROOT)}, line {ours[-1][1]}: " if ours else ""
    return f"{place}{type(error).__name__}: {error}"


def resolve(device):
    """The device that `auto` stands for here. Raises RuntimeError for a CUDA device that is not there."""
    import torch

    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("--device cuda: PyTorch finds no CUDA device here. Use --device cpu, or auto")
    return device


def defaults(function):
    """The defaults of a function's parameters; it may be decorated."""
    parameters = inspect.signature(function).parameters
    return {
        name: parameter.default for name, parameter in parameters.items() if parameter.default is not parameter.empty
    }


def measure(name, device, seed, fingerprint):
    """Run an experiment and return its record."""
    import importlib

    import numpy
    import torch

    from scripts.plain import plain

    device = resolve(device)
    torch.set_num_threads(1)  # one core each: the build runs as many experiments as there are cores
    run = importlib.import_module(f"scripts.experiments.{name}").run
    wall, cpu = time.perf_counter(), time.process_time()
    result = plain(run(device, seed))
    if not isinstance(result, dict):
        raise TypeError(f"run returns a dict of plain numbers, not a {type(result).__name__}")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "fingerprint": fingerprint,
        "parameters": plain(defaults(run), "parameters"),
        "made": {
            "seed": seed,
            "device": torch.cuda.get_device_name() if device == "cuda" else "CPU",
            "threads": torch.get_num_threads(),
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
            "versions": {
                "python": platform.python_version(),
                "torch": torch.__version__,
                "numpy": numpy.__version__,
            },
            "seconds": round(wall, 1),
            "cpu_seconds": round(cpu, 1),
        },
        "result": result,
        "hash": result_hash(result),
    }


def present(name, record):
    """The findings and the figures of a record."""
    from scripts.claims import judge
    from scripts.draw import draw_all

    findings, figures = judge(name, record), draw_all(name, record["result"])
    for finding in findings:
        if finding["figure"] not in figures:
            raise ValueError(f"{finding['id']} stands under {finding['figure']}, not under one of {', '.join(figures)}")
    return findings, figures
