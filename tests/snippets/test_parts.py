"""A batch in each of the forms that a network may take."""

from collections import UserDict

import pytest
import torch

from snippets.parts import call, parts_of, take, with_parts

A, B = torch.arange(6.0).reshape(3, 2), torch.ones(3, 2)


def add(a, b=0):
    return a + b


@pytest.mark.parametrize("x", [(A, B), [A, B], {"a": A, "b": B}, {"b": B, "a": A}, UserDict(a=A, b=B)])
def test_several_inputs_are_given_one_by_one(x):
    assert torch.equal(call(add, x), A + B)
    assert torch.equal(call(add, take(x, slice(1, None))), (A + B)[1:])
    assert torch.equal(call(add, with_parts(x, [2 * part for part in parts_of(x)])), 2 * (A + B))


def test_one_tensor_is_given_as_it_is():
    assert torch.equal(call(add, A), A)
    assert torch.equal(take(A, [2, 0]), A[[2, 0]])
    assert with_parts(A, [B]) is B


def test_what_is_a_tuple_by_its_class_is_one_input():
    packed = torch.nn.utils.rnn.pack_sequence([A[0], A[1]])  # a named tuple
    assert parts_of(packed) == [packed]
