"""Which learning rate takes each rule soonest to the other end of the crescent?"""

from inspect import signature

import numpy

from scripts.experiments.crescent import run as published

CAP = 12_000  # steps; a start that has not arrived counts as so many


def run(device, seed, *, repeats=5):
    """{rule: grid of rates, mean steps of each; and the rate used}."""
    usual = {name: each.default for name, each in signature(published.run).parameters.items()}
    begin, found = published.starts(seed, repeats, usual["off"]), {}
    for rule, used in usual["rates"]:
        memory = {"recent": usual["alpha"], "short": usual["short"]}.get(rule)
        rates = numpy.array(published.GRIDS[rule])[:, None]
        wide = [numpy.broadcast_to(part, (len(rates), repeats)) for part in begin]
        way = published.down(wide, rule, rates, CAP, usual["goal"], usual["steep"], memory)
        counts = numpy.reshape([CAP if count is None else count for count in way["steps"]], (-1, repeats))
        found[f"η, {rule}"] = {
            "grid": [*published.GRIDS[rule]],
            "scores": counts.mean(1).tolist(),
            "used": used,
            "score": "steps",
        }
    return found
