"""Do first checks and guide together name more of what was planted than the guide alone does?

The faults and the sound programs are those of first_checks. Each is trained as its owner would, on a few hundred
examples, and the guide gets what he would write down, and the runs that it asks for if they need no other network.
"""

import warnings
from dataclasses import replace
from math import isfinite
from statistics import fmean

from scripts.evidence.chance import generator
from scripts.experiments.checks_and_guide.train import eight, train
from scripts.experiments.first_checks.faults import FAULTS
from scripts.experiments.first_checks.programs import adam
from scripts.experiments.first_checks.run import batch_of, outside
from scripts.experiments.first_checks.sound import SOUND
from snippets.diagnose import diagnose
from snippets.guess_loss import guess_loss
from snippets.parts import take

NAMES = {  # fault: the leaves whose advice names its cause
    "softmax twice": ["broken step"],
    "ReLU on the scores": [],
    "sigmoid twice": ["broken step"],
    "sum for mean": ["wrong start"],
    "pixels up to 255": ["wrong start"],
    "unscaled targets": ["wrong start"],
    "97 : 3 classes": ["only a guess"],
    "root in the loss": ["not a number"],
    "NaN in an input": ["not a number"],
    "large last layer": ["wrong start"],
    "six sigmoid layers": ["optimization"],
    "no zero_grad()": ["unstable"],
    "learning rate 1e-6": ["optimization", "too few updates"],
    "learning rate 1e-5": ["optimization", "too few updates"],
    "learning rate 10": ["unstable", "not a number"],
    "Adam with rate 0.5": ["unstable", "optimization"],
    "slow batch norm": ["evaluation mode"],
    "NaN gradient, late": ["not a number"],
    "root of zero, inside": ["not a number"],
}
FALSE = {  # leaves that would send the owner of a sound program after nothing
    "not a number", "wrong start", "unstable", "evaluation mode", "unrelated labels", "broken step", "optimization",
}  # fmt: skip
COUPLED = ["contrastive"]  # its loss is of no kind for which there is a guess


def led_to(program, x, y, seed, examples, rounds, batch):
    """Where the guide leads the owner of a program."""
    known, held = slice(examples), slice(examples, None)
    parts = [(take(x, rows), y[rows]) for rows in (known, held)]
    own = train(program, *parts[0], parts[1], seed, rounds, batch)
    other = train(replace(program, optimizer=adam), *parts[0], parts[1], seed, rounds, batch)
    learned, guess = eight(program, *parts[0], seed, 20 * rounds)
    given = guess_loss(y[known]) | {name: own[name] for name in ("untrained", "evaluated")}
    others = {"recipe": other["train"][-1], "one_batch": learned, "one_batch_guess": guess}
    given |= {name: loss for name, loss in others.items() if isfinite(loss)}  # a run that failed tells nothing
    return diagnose(own["train"], own["held"], own["held"][-1], **given)[0]


def run(device, seed, *, repeats=10, sound_repeats=2, examples=300, held=100, rounds=20, batch=60, steps=100):
    leaves, checks = {"faults": {}, "sound": {}}, {}
    sound = {name: (program, ()) for name, program in SOUND.items() if name not in COUPLED}
    for kind, programs, count in ("faults", FAULTS, repeats), ("sound", sound, min(sound_repeats, repeats)):
        for number, (name, (program, _)) in enumerate(programs.items()):
            leaves[kind][name], checks[name] = [], []
            for repeat in range(count):
                x, y, each = batch_of(
                    program, generator(seed, repeat, number, kind == "sound"), examples + held, device
                )
                with warnings.catch_warnings(action="ignore"):  # of shapes that differ: the fault is planted
                    leaves[kind][name].append(led_to(program, x, y, each, examples, rounds, batch))
                    if kind == "faults":
                        checks[name].append(outside(program, take(x, slice(batch)), y[:batch], each, device, steps, 0))
    named = [
        {
            "guide": [leaves["faults"][fault][repeat] in NAMES.get(fault, ()) for fault in FAULTS],
            "checks": [bool({*checks[fault][repeat]} & by) for fault, (_, by) in FAULTS.items()],
        }
        for repeat in range(repeats)
    ]
    both = [[any(pair) for pair in zip(*each.values(), strict=True)] for each in named]
    shares = {name: [100 * fmean(each[name]) for each in named] for name in ("guide", "checks")}
    return {
        "leaves": leaves,  # where the guide leads (repeats,), a program
        "shares": shares | {"both": [100 * fmean(each) for each in both]},  # percent of the faults (repeats,)
        "false": [leaf in FALSE for found in leaves["sound"].values() for leaf in found],  # (sound programs * repeats,)
        "fault_kinds": len(FAULTS),
        "sound_kinds": len(sound),
    }
