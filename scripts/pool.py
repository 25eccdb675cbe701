"""Processes side by side, one a task: a crash, a hang or a full stop in one leaves the others running."""

import contextlib
import multiprocessing
import os
import signal
import time
from multiprocessing.connection import wait

from scripts.store import CACHE

LOGS = CACHE / "logs"

# What each process would otherwise import for itself; loaded once, before the fork, without touching CUDA. The build
# is among it because a process starts by importing the main module once more.
PRELOAD = [
    "torch",
    "scipy.stats",
    "sklearn.datasets",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "scripts.worker",
    "scripts.build",
]


def context():
    """Fork from a clean server where there is fork, else start each process anew."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before the server loads torch
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing.forkserver import ensure_running

    forkserver = multiprocessing.get_context("forkserver")
    forkserver.set_forkserver_preload(PRELOAD)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the build's; the server takes this over
    ensure_running()
    signal.signal(signal.SIGINT, handler)
    return forkserver


class Task:
    """A running process: its key, its end of the pipe, its log and its deadline."""

    def __init__(self, processes, key, call, log, timeout):
        from scripts.worker import apart

        self.key, self.log, self.timeout = key, log, timeout
        self.answers, theirs = processes.Pipe(duplex=False)
        self.process = processes.Process(target=apart, args=(theirs, log, *call), name=str(key), daemon=True)
        self.process.start()
        theirs.close()
        self.signs = {self.answers, self.process.sentinel}  # of its end: an answer may be missing
        self.started = time.monotonic()

    def overdue(self):
        return self.timeout is not None and time.monotonic() - self.started > self.timeout

    def answer(self):
        """("done", value) or ("failed", reason), when the process has answered or ended."""
        try:
            if not self.answers.poll():  # ended, but something else holds the pipe open
                raise EOFError
            status, value = self.answers.recv()
        except (EOFError, OSError):
            self.process.join()
            status, value = "failed", f"its process {_ending(self.process.exitcode)}"
        self.end()
        return status, value if status == "done" else value + self._last_words()

    def end(self):
        self.process.kill()
        self.process.join()
        self.answers.close()

    def _last_words(self):
        with contextlib.suppress(OSError):
            lines = self.log.read_text("utf-8", errors="replace").strip().splitlines()[-8:]
            return "".join(f"\n    | {line}" for line in lines)
        return ""


def _ending(code):
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with status {code} and no answer"


def run_apart(calls, jobs, timeout=None, tick=lambda running: None):
    """Run {key: (function of scripts.worker, *args)}, `jobs` at a time.

    Yields (key, status, value) as each ends, and calls `tick` with the keys that run, twice a second.
    Whoever stops listening stops them all.
    """
    processes, waiting, running = context(), list(calls.items()), []
    LOGS.mkdir(parents=True, exist_ok=True)
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                key, call = waiting.pop(0)
                running.append(Task(processes, key, call, LOGS / f"{key}.log", timeout))
            tick([task.key for task in running])
            ready = set(wait(set().union(*(task.signs for task in running)), timeout=0.5))
            for task in [task for task in running if ready & task.signs or task.overdue()]:
                running.remove(task)
                if ready & task.signs:
                    status, value = task.answer()
                else:
                    task.end()
                    status, value = "failed", f"ran longer than --timeout {timeout:g} s, and was stopped"
                yield task.key, status, value
    finally:
        for task in running:
            task.end()
