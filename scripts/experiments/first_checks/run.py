"""Do the first checks name a fault that was planted, and are they silent about programs that are sound?

Each program is drawn anew in every repeat: its batch, its start, and whatever chance its training uses. A check says
*fine*, *look* or *fault*.
"""

import warnings

import torch

from scripts.evidence.chance import generator
from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.sound import SOUND
from snippets.by_heart import HEART, by_heart
from snippets.check_loss import LOSS, check_loss
from snippets.check_start import START, check_start
from snippets.check_update import UPDATE, check_update
from snippets.trial import TRIAL, trial

SETTINGS = {
    "batches of 24": {"batch": 24, "repeats": 10, "sound_repeats": 10},
    "batches of 200": {"batch": 200, "repeats": 10, "sound_repeats": 10},
}
CHECKS = START | LOSS | UPDATE | TRIAL | HEART


def outside(program, chance, count, seed, device, steps, rounds):
    """The checks whose numbers lie outside their ranges."""
    x, y = program.batch(chance, count)
    x = tuple(part.to(device) for part in x) if isinstance(x, tuple) else x.to(device)
    y = y.to(device)

    def start():
        net, step = program.start()
        return net.to(device), step

    with warnings.catch_warnings(action="ignore"):  # of shapes that differ: the fault is planted
        outs, found, _ = check_update(start, program.loss, x, y)
        found |= check_start(outs, program.loss, y) | check_loss(outs, program.loss, y)
        found |= trial(start, program.loss, x, y, seed, steps)
        found |= by_heart(start, program.loss, x, y, seed, steps, rounds)
    return [key for key, (_, least, most, _, _) in CHECKS.items() if key in found and not least <= found[key] <= most]


def run(device, seed, *, repeats=40, sound_repeats=15, batch=64, steps=100, rounds=40):
    found = {}
    for kind, programs, count in ("faults", FAULTS, repeats), ("sound", SOUND, min(sound_repeats, repeats)):
        found[kind] = {}
        for number, (name, program) in enumerate(programs.items()):
            program, _ = program if kind == "faults" else (program, None)
            chances = [generator(seed, repeat, number, kind == "sound") for repeat in range(count)]
            seeds = [int(torch.randint(2**31, (), generator=chance)) for chance in chances]
            found[kind][name] = [
                outside(program, chance, batch, each, device, steps, rounds)
                for chance, each in zip(chances, seeds, strict=True)
            ]
    return found | {
        "names": {name: sorted(checks) for name, (_, checks) in FAULTS.items()},
        "verdicts": {check: entry[3] for check, entry in CHECKS.items()},
        "fault_kinds": len(FAULTS),
        "sound_kinds": len(SOUND),
    }
