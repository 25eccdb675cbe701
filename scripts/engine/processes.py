"""Processes side by side, one a call: a crash, a hang or a full stop in one leaves the others running."""

import contextlib
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import wait
from pathlib import Path

from scripts.engine import watcher
from scripts.engine.apart import apart
from scripts.engine.fixed import FIXED
from scripts.engine.places import CACHE

LOGS = CACHE / "logs"
GROUPS = hasattr(os, "killpg")

# What a process may know of its surroundings, for what it knows can change a number.
KEPT = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES"]
KEPT += ["SYSTEMROOT", "USERPROFILE", "TEMP", "TMP"]  # of Windows
DRAWING = "scipy.special", "matplotlib.figure", "matplotlib.backends.backend_svg"
MEASURING = "torch", "torch._dynamo", "scipy.special", "sklearn.datasets", "mnist1d.data"
# torch._dynamo comes with the first optimizer, and takes as long as torch itself
ONCE, SEVERAL = "scripts.engine.once", 4  # for so many calls it is worth making data that not all of them use


class NoServer(RuntimeError):
    """The process that starts all others has ended; the message says what to look at."""


def handed_on():
    """The environment that an experiment gets."""
    return {key: os.environ[key] for key in KEPT if key in os.environ} | FIXED


@contextlib.contextmanager
def surroundings(preload):
    """The environment in which processes start; afterwards that of the build again."""
    before, ours = dict(os.environ), handed_on() | {"PRELOAD": " ".join(preload)}
    os.environ.clear()
    os.environ.update(ours)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def warm_up():
    """Let the server load what drawing needs, so that the next drawing is quick."""
    with surroundings(DRAWING):
        start_server()


def start_server():
    """The way to start processes: forks of a clean server where there is fork, else each anew."""
    main = sys.modules["__main__"]
    main.__spec__, main.__file__ = None, None  # else each process would import the build once more
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scripts.engine.preload", "scripts.engine.apart"])
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's; the server takes this over
    forkserver.ensure_running()
    signal.signal(signal.SIGINT, handler)
    return context


class Watcher:
    """Tells the watching process what runs; nothing where there are no process groups."""

    def __init__(self):
        command = [sys.executable, "-ISu", str(Path(watcher.__file__))]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, **pipes, start_new_session=True) if GROUPS else None

    def tell(self, number):
        if self.process:
            with contextlib.suppress(OSError):  # it is gone: then nobody watches
                self.process.stdin.write(f"{number}\n".encode())
                self.process.stdin.flush()

    def close(self):
        if self.process:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            self.process.wait()


class Task:
    """A running process: its key, its end of the pipe, its log and its deadline."""

    def __init__(self, context, watching, key, call, log, python, timeout):
        self.key, self.log, self.timeout, self.watching = key, log, timeout, watching
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=apart, args=(theirs, log, python), name=str(key))
        try:
            self.process.start()
        except (EOFError, ConnectionError):
            words = "the server of processes has ended. Look whether this works: python -c 'import torch, scipy'"
            raise NoServer(words) from None
        theirs.close()
        watching.tell(self.process.pid)
        with contextlib.suppress(OSError):  # it ended at once: seen by its sentinel
            self.pipe.send(call)
        self.signs = {self.pipe, self.process.sentinel}  # of its end: an answer may be missing
        self.started = time.monotonic()

    def seconds(self):
        return time.monotonic() - self.started

    def overdue(self):
        return self.timeout is not None and self.seconds() > self.timeout

    def answer(self):
        """(status, value, notes) when the process has answered or ended."""
        try:
            if not self.pipe.poll():  # ended, but something else holds the pipe open
                raise EOFError
            status, value, notes = pickle.loads(self.log.with_suffix(".answer").read_bytes())
        except Exception:  # nothing came, or what is no answer
            self.process.join(1)
            status, value, notes = "failed", f"its process {_ending(self.process.exitcode)}", None
        self.end()
        return (status, value if status == "done" else value + self._last_words(), notes)

    def end(self):
        """End the process, and all that it has started and left in its group."""
        if GROUPS:
            watcher.kill(self.process.pid)
        self.process.kill()
        self.process.join()
        self.watching.tell(-self.process.pid)
        self.pipe.close()

    def _last_words(self):
        with contextlib.suppress(OSError):
            lines = self.log.read_bytes()[-4000:].decode(errors="replace").strip().splitlines()[-8:]
            return "".join(f"\n    | {line[:200]}" for line in lines if line.isprintable())
        return ""


def _ending(code):
    if code is None:
        return "sent what is no answer, and was stopped"
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with status {code} and no answer"


def run_apart(calls, jobs, *, preload, python, timeout=None, tick=lambda running: None):
    """Call {key: (function, args)}, each in a traced process of its own, `jobs` at a time, in this order.

    Yields (key, status, value, notes) as each ends, the status being done, failed or overdue; calls `tick` with {key:
    seconds so far} of those that run, twice a second. python: how Python files are noted, see `sources`. Whoever stops
    listening stops them all. Raises NoServer.
    """
    waiting, running = list(calls.items()), []
    LOGS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=LOGS))  # its own: a draft may draw while a build runs
    watching = Watcher()
    if len(calls) >= SEVERAL and "mnist1d.data" in preload:
        preload = *preload, ONCE
    try:
        with surroundings(preload):
            context = start_server()
        while waiting or running:
            while waiting and len(running) < jobs:
                key, call = waiting.pop(0)
                with surroundings(preload):
                    running.append(Task(context, watching, key, call, folder / f"{key}.log", python, timeout))
            tick({task.key: task.seconds() for task in running})
            ready = set(wait(set().union(*(task.signs for task in running)), timeout=0.5))
            for task in [task for task in running if ready & task.signs or task.overdue()]:
                running.remove(task)
                if ready & task.signs:
                    answer = task.answer()
                else:
                    task.end()
                    answer = "overdue", f"ran longer than --timeout {timeout:g} s, and was stopped", None
                yield task.key, *answer
    finally:
        for task in running:
            task.end()
        watching.close()
        shutil.rmtree(folder, ignore_errors=True)
