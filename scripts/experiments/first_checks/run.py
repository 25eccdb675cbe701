"""Do the first checks name a fault that was planted, and are they silent about programs that are sound? And torchtest2?

Each program is drawn anew in every repeat: its batch, its start, and whatever chance its training uses. A check says
*fine*, *look* or *fault*; torchtest2 says PASS, WARN or FAIL.
"""

import warnings
from math import isnan

import torch
import torchtest2

from scripts.evidence.chance import generator
from scripts.experiments.first_checks import peer
from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.named import shares
from scripts.experiments.first_checks.sound import SOUND
from snippets.by_heart import HEART, by_heart
from snippets.check_future import FUTURE, check_future
from snippets.check_loss import LOSS, check_loss
from snippets.check_model import MODEL, check_model
from snippets.check_modes import MODES
from snippets.check_places import PLACES, check_places
from snippets.check_start import START, check_start
from snippets.check_update import UPDATE, check_update
from snippets.trial import TRIAL, trial

SETTINGS = {
    "batches of 24": {"batch": 24, "repeats": 10},
    "batches of 200": {"batch": 200, "repeats": 10},
    "60 steps": {"steps": 60, "repeats": 10},
}
CHECKS = START | LOSS | UPDATE | MODEL | PLACES | FUTURE | TRIAL | MODES | HEART


def outside(program, x, y, seed, device, steps, rounds):
    """The checks whose numbers lie outside their ranges."""

    def start():
        net, step = program.start()
        return net.to(device), step

    outs, found, _ = check_update(start, program.loss, x, y)
    found |= check_start(outs, program.loss, y) | check_loss(outs, program.loss, y)
    found |= check_model(start, x, y, seed) | check_places(start, x, y, seed)
    found |= check_future(start, x, y, seed)
    found |= trial(start, program.loss, x, y, seed, steps)
    if rounds:
        found |= by_heart(start, program.loss, x, y, seed, steps, rounds)
    told = {key: number for key, number in found.items() if not isnan(number)}
    return [key for key, (_, least, most, _, _) in CHECKS.items() if key in told and not least <= told[key] <= most]


def batch_of(program, chance, count, device):
    seed = int(torch.randint(2**31, (), generator=chance))
    x, y = program.batch(chance, count)
    x = tuple(part.to(device) for part in x) if isinstance(x, tuple) else x.to(device)
    return x, y.to(device), seed


def percent(runs, verdict):
    return 100 * sum(any(verdict(flag) for flag in run) for run in runs) / len(runs)


def run(
    device,
    seed,
    *,
    repeats=40,
    heart_repeats=10,
    peer_repeats=10,
    sound_repeats=15,
    sound_peer_repeats=5,
    batch=64,
    steps=100,
    rounds=25,
):
    """`heart_repeats` and `peer_repeats`: in how many of the faults' `repeats`, the first, the slower two are asked."""
    found = {"peer": {}}
    kinds = (
        ("faults", FAULTS, repeats, min(heart_repeats, repeats), min(peer_repeats, repeats)),
        ("sound", SOUND, min(sound_repeats, repeats), repeats, min(sound_peer_repeats, sound_repeats, repeats)),
    )
    for kind, programs, count, hearts, peers in kinds:
        found[kind], found["peer"][kind] = {}, {}
        for number, (name, program) in enumerate(programs.items()):
            program = program[0] if kind == "faults" else program
            ours, theirs = [], []
            for repeat in range(count):
                x, y, each = batch_of(program, generator(seed, repeat, number, kind == "sound"), batch, device)
                with warnings.catch_warnings(action="ignore"):  # of shapes that differ: the fault is planted
                    rest = rounds if repeat < hearts else 0
                    ours.append(outside(program, x, y, each, device, steps, rest))
                    if repeat < peers:
                        theirs.append(peer.flags(program, x, y, each, device, 2 * steps))
            found[kind][name], found["peer"][kind][name] = ours, theirs
    found |= {
        "names": {name: sorted(checks) for name, (_, checks) in FAULTS.items()},
        "peer_names": {name: sorted(peer.NAMES.get(name, ())) for name in FAULTS},
        "verdicts": {check: entry[3] for check, entry in CHECKS.items()},
        "peer_checks": peer.CHECKS,
        "peer_version": torchtest2.__version__,
        "heart_repeats": min(heart_repeats, repeats),
        "peer_repeats": min(peer_repeats, repeats),
        "fault_kinds": len(FAULTS),
        "sound_kinds": len(SOUND),
    }
    ours, theirs = ([run for runs in kind["sound"].values() for run in runs] for kind in (found, found["peer"]))
    return found | {
        "named": {key: sum(row) / len(row) for key, row in shares(found).items()},
        "alarms": {
            "look": percent(ours, lambda check: found["verdicts"][check] == "look"),
            "fault": percent(ours, lambda check: found["verdicts"][check] == "fault"),
            "warned": percent(theirs, lambda flag: flag.startswith("WARN")),
            "overfit": percent(theirs, "WARN overfit_batch".__eq__),
            "failed": percent(theirs, lambda flag: flag.startswith("FAIL")),
        },
    }
