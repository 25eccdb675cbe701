"""A process that outlives the build by a moment, to end what the build has started, however the build ends.

It reads numbers of process groups from a pipe that only the build holds: "12" for one that runs, "-12" for one that is
gone. When the pipe closes it kills those that are left, whatever they are doing: a group that holds the interpreter in
C, is stopped, or has children cannot prevent it. Out of reach: a child that has left its group.
"""

import contextlib
import os
import signal
import sys


def kill(group):
    """End a process group at once."""
    with contextlib.suppress(OSError):
        os.killpg(group, signal.SIGKILL)


def main():
    for sign in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        signal.signal(sign, signal.SIG_IGN)  # it ends when the build has
    groups = set()
    for line in sys.stdin:
        number = int(line)
        groups.add(number) if number > 0 else groups.discard(-number)
    for group in groups:
        kill(group)


if __name__ == "__main__":
    main()
