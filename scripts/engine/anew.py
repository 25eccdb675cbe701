"""Python started anew, in the surroundings of an experiment: for what is asked of one experiment by itself."""

import json
import subprocess
import sys
import time

from scripts.engine.places import ROOT
from scripts.engine.processes import handed_on


def run_anew(*words, **environment):
    """What `python WORDS` prints, and its seconds. Raises CalledProcessError."""
    start, own = time.perf_counter(), handed_on() | environment
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    return done.stdout, time.perf_counter() - start


def ask_one(module, name, *words, **environment):
    """What `python -m MODULE --one NAME` prints as JSON; None, and the reason said, where it fails."""
    try:
        return json.loads(run_anew("-m", module, "--one", name, *words, **environment)[0].splitlines()[-1])
    except subprocess.CalledProcessError as error:
        print(f"{name} failed: {error.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
