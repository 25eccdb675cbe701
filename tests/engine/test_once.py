"""What is made once for all is what its package makes. Each gets a copy, and no generator is moved."""

import importlib.util
import random

import mnist1d.data
import numpy as np

from scripts.engine.once import made_once


def test_each_gets_a_copy():
    calls = []
    make = made_once(lambda size, fill=0: calls.append(size) or {"x": np.full(size, fill)})
    make(3)["x"] += 1
    assert make(3)["x"].tolist() == [0, 0, 0] and calls == [3]
    assert make(3, fill=2)["x"].tolist() == [2, 2, 2] and make(2)["x"].tolist() == [0, 0]


def test_it_is_what_the_package_makes():
    """With an own copy of the module, in which nothing is remembered."""
    found = importlib.util.find_spec("mnist1d.data")
    untouched = importlib.util.module_from_spec(found)
    found.loader.exec_module(untouched)
    args = mnist1d.data.get_dataset_args()
    args.num_samples = 100
    ours, theirs = mnist1d.data.make_dataset(args), untouched.make_dataset(args)
    assert ours.keys() == theirs.keys() and len(ours["x"]) == 80
    assert all(np.array_equal(ours[part], theirs[part]) for part in ("x", "x_test", "y", "y_test", "t"))
    assert len(mnist1d.data.make_dataset(mnist1d.data.get_dataset_args())["x"]) == 4000


def test_no_generator_is_moved():
    make = made_once(lambda: random.seed(3) or np.random.seed(3))  # noqa: NPY002
    before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    make()
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before  # noqa: NPY002
