"""MNIST-1D takes seconds to make, and every second experiment makes it: here it is made once, for all forks.

It is what its package makes, and nothing of ours. Whoever asks for it gets a copy of his own, so what one experiment
does to it another never sees; and the generators that it seeds are left as they were, for nobody should hang on that.
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
            python, arrays = random.getstate(), np.random.get_state()  # noqa: NPY002
            try:
                made[key] = make(*words, **options)
            finally:
                random.setstate(python)
                np.random.set_state(arrays)  # noqa: NPY002
        return copy.deepcopy(made[key])

    return remembered


mnist1d.data.make_dataset = made_once(mnist1d.data.make_dataset)
mnist1d.data.make_dataset(mnist1d.data.get_dataset_args())
