"""Python started anew, in the surroundings of an experiment: for what is asked of one experiment by itself."""

import json
import subprocess
import sys
import time

from scripts.engine.places import ROOT
from scripts.engine.processes import GROUPS, Watcher, handed_on


def run_anew(*words, **environment):
    """What `python WORDS` prints, and its seconds. Raises CalledProcessError. It ends when this process does."""
    start, own, command = time.perf_counter(), handed_on() | environment, [sys.executable, *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    watching = Watcher()
    with subprocess.Popen(command, cwd=ROOT, env=own, start_new_session=GROUPS, **pipes) as child:
        watching.tell(child.pid)
        try:
            said, complained = child.communicate()
            watching.tell(-child.pid)
        finally:
            child.kill()
            watching.close()  # which ends what the child has started, if it has not ended by itself
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, said, complained)
    return said, time.perf_counter() - start


def ask_one(module, name, *words, **environment):
    """What `python -m MODULE --one NAME` prints as JSON; None, and the reason said, where it fails."""
    try:
        return json.loads(run_anew("-m", module, "--one", name, *words, **environment)[0].splitlines()[-1])
    except subprocess.CalledProcessError as error:
        print(f"{name} failed: {(error.stderr.strip() or str(error)).splitlines()[-1]}", file=sys.stderr)
        return None
