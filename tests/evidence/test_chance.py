"""Streams of chance: repeatable, and each its own."""

import itertools

import torch

from scripts.evidence.chance import generator


def first(*key):
    return torch.rand(4, generator=generator(*key)).tolist()


def test_the_same_key_gives_the_same_numbers():
    assert first(1000, 3) == first(1000, 3)
    assert first(1000, 3, 2) == first(1000, 3, 2)


def test_every_key_has_a_stream_of_its_own():
    keys = [*itertools.product(range(4), repeat=2), *itertools.product(range(4), repeat=3)]
    assert len({tuple(first(*key)) for key in keys}) == len(keys)
