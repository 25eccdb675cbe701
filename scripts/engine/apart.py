"""The life of a process of its own: it waits for one call, makes it under a trace, gives one answer, and ends.

The answer is ("done", value, notes) or ("failed", reason, notes or None), in a file; a word through the pipe says
that it is there, so that the build never waits for the rest of one. Nothing else of ours is loaded before the trace.
"""

import contextlib
import gc
import importlib
import multiprocessing
import os
import pickle
import re
import signal
import sys
import threading
import traceback

from scripts.engine.trace import BASE, NotTraceable, Trace, inside

LONGEST = 2000  # characters of a reason
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def apart(connection, log, python):
    """python: the kind of note that Python files get, see `sources`."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, so that all of it can be ended
    else:
        threading.Thread(target=_end_with_the_build, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's to handle
    try:
        function, args = connection.recv()  # only once the watcher knows of this process
    except EOFError:
        os._exit(1)
    gc.freeze()  # else collecting garbage would touch, and so copy, all that the fork shares
    answers = log.with_suffix(".answer").open("wb")  # before the trace, which refuses what is opened to be written
    with log.open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", 1, "utf-8", closefd=False) for number in (1, 2))
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)  # so a DataLoader's workers inherit the trace
    sys.dont_write_bytecode = True
    with contextlib.suppress(ImportError):  # there is none on Windows
        import _posixsubprocess

        _posixsubprocess.fork_exec = _refuse  # no event tells of it
    process, trace = os.getpid(), None
    try:
        trace = Trace(log.with_suffix(".trace"), python)
        module, _, name = function.rpartition(".")
        value = getattr(importlib.import_module(module), name)(*args)
        answer = "done", value, trace.notes()
    except Exception as error:
        answer = "failed", _reason(error), _notes(trace)
    if os.getpid() != process:  # a fork of the experiment's that came back
        os._exit(1)
    try:
        data = pickle.dumps(answer)
    except Exception as error:
        data = pickle.dumps(("failed", f"its answer cannot be sent: {_reason(error)}", None))
    with answers:
        answers.write(data)
    connection.send(None)


def _notes(trace):
    """What a call that failed had read, or None where that cannot be told."""
    with contextlib.suppress(Exception):
        return trace.notes()


def _refuse(*_):
    raise NotTraceable("it starts a process anew: nobody can note what that reads. Let it fork")


def _end_with_the_build():
    multiprocessing.parent_process().join()
    os._exit(1)


def _reason(error):
    """The error, and the line of the experiment or snippet that it came from, short and without control characters."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{os.path.relpath(error.filename, BASE)}, line {error.lineno}: SyntaxError: {error.msg}"
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = inside(frame.filename) or ""
        if path.startswith(("scripts/experiments/", "snippets/")):
            place = f"{path}, line {frame.lineno}: "
    message = ""
    with contextlib.suppress(Exception):
        message = CONTROL.sub("?", str(error)[:LONGEST])
    return f"{place}{type(error).__name__}: {message}"
