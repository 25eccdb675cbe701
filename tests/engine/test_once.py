"""What is made once for all: each gets a copy of his own, and what is asked for otherwise is made anew."""

import mnist1d.data
import numpy as np

from scripts.engine.once import made_once


def test_each_gets_a_copy():
    calls = []
    make = made_once(lambda size, fill=0: calls.append(size) or {"x": np.full(size, fill)})
    make(3)["x"] += 1
    assert make(3)["x"].tolist() == [0, 0, 0] and calls == [3]
    assert make(3, fill=2)["x"].tolist() == [2, 2, 2] and make(2)["x"].tolist() == [0, 0]


def test_the_data_set_is_the_same_with_another_seed_asked_between():
    args = mnist1d.data.get_dataset_args()
    first = mnist1d.data.make_dataset(args)
    args.num_samples, args.seed = 100, 3
    other = mnist1d.data.make_dataset(args)
    assert len(other["x"]) == 80 and len(first["x"]) == 4000
    again = mnist1d.data.make_dataset(mnist1d.data.get_dataset_args())
    assert again is not first and (again["x"] == first["x"]).all()
