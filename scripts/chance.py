"""Where every experiment's chance comes from: one independent stream for each repeat.

NumPy's own spelling of the same thing is `numpy.random.default_rng([seed, repeat])`. Plain
`seed + repeat` would make the runs of neighbouring base seeds share most of their repeats.
"""

import numpy
import torch


def generator(seed, repeat, *purpose):
    """A torch.Generator on the CPU from SeedSequence([seed, repeat, *purpose]); all non-negative integers."""
    state = numpy.random.SeedSequence([seed, repeat, *purpose]).generate_state(1, numpy.uint64)[0]
    return torch.Generator().manual_seed(int(state))
