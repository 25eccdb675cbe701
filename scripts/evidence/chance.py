"""Where every experiment's chance comes from: one independent stream for each repeat.

NumPy's own spelling of the same thing is `numpy.random.default_rng([seed, repeat])`. Plain
`seed + repeat` would make the runs of neighbouring base seeds share most of their repeats.
"""

import numpy
import torch


def generator(seed, repeat, *purpose):
    """A torch.Generator on the CPU for this repeat; each `purpose`, a whole number, has a stream of its own."""
    sequence = numpy.random.SeedSequence([seed, repeat], spawn_key=purpose)
    return torch.Generator().manual_seed(int(sequence.generate_state(1, numpy.uint64)[0]))
