"""Output that loses nothing: it may be closed, may be cut off by the reader, and may know few characters."""

import contextlib
import os
import signal
import sys


class Patient:
    """A stream that goes on where nobody reads it any more."""

    def __init__(self, stream):
        self.stream = stream
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, text):
        with self._going_on():
            self.stream.write(text)
        return len(text)

    def flush(self):
        with self._going_on():
            self.stream.flush()

    @contextlib.contextmanager
    def _going_on(self):
        try:
            yield
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())


def make_patient():
    """Let the streams of this process never stop it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name, number in ("stdout", 1), ("stderr", 2):
        stream = getattr(sys, name) or os.fdopen(number, "w", 1, "utf-8")
        if not isinstance(stream, Patient):
            setattr(sys, name, Patient(stream))


def stop_on_signals():
    """SIGTERM and SIGHUP end the build as Ctrl-C does, so that it tidies up."""

    def stop(number, frame):
        raise Stopped(number)

    for name in "SIGTERM", "SIGHUP":
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:  # as nohup has it
            signal.signal(getattr(signal, name), stop)


class Stopped(KeyboardInterrupt):
    def __init__(self, number):
        super().__init__(number)
        self.number = number


def status_of(stopped):
    """The exit status of a build that was stopped: 128 and the signal's number."""
    return 128 + getattr(stopped, "number", signal.SIGINT)
