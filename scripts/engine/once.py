"""MNIST-1D takes seconds to make, and every second experiment makes it: here it is made once, for all forks.

Whoever asks for it gets a copy of his own, so what one experiment does to it another never sees.
"""

import copy
import pickle
import random

import mnist1d.data
import numpy as np


def made_once(make):
    made = {}

    def remembered(*words, **options):
        key = pickle.dumps((words, options))
        if key not in made:
            made[key] = make(*words, **options)
        return copy.deepcopy(made[key])

    return remembered


before = random.getstate(), np.random.get_state()  # it seeds both, and its forks would start from there
mnist1d.data.make_dataset = made_once(mnist1d.data.make_dataset)
mnist1d.data.make_dataset(mnist1d.data.get_dataset_args())
random.setstate(before[0])
np.random.set_state(before[1])
