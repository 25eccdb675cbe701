"""At which learning rate does the deep network with an initialization for ReLU get lowest?"""

from inspect import signature
from statistics import fmean

from scripts.experiments.stalls import run as published

GRID = (0.001, 0.003, 0.01, 0.03, 0.1)


def run(device, seed, *, repeats=2):
    """The lowest loss on the way, in units of a guess; one that becomes no number keeps what it had reached."""
    found = [published.run(device, seed, repeats=repeats, relu_rate=rate)["for_relu"]["lowest"] for rate in GRID]
    return {
        "learning rate, initialized for ReLU": {
            "grid": list(GRID),
            "scores": [fmean(row.tolist()) for row in found],
            "used": signature(published.run).parameters["relu_rate"].default,
            "score": "lowest training loss / a guess",
        }
    }
