"""A curve of losses is read from whatever holds it, and its end is no spike."""

from statistics import median

import numpy as np
import pytest
import torch

from snippets.curves import as_float, as_floats, end_of, in_parts, pace_of, rise_of


@pytest.mark.parametrize(
    "curve", [[2, 1.0], (2, 1), np.array([2, 1]), torch.tensor([2, 1]), torch.tensor([2.0, 1.0]).requires_grad_()]
)
def test_lists_arrays_and_tensors_are_read(curve):
    assert as_floats(curve, "train_loss") == [2.0, 1.0]


@pytest.mark.parametrize("curve", [0.5, None, "23"])
def test_what_is_no_list_gets_a_sentence(curve):
    with pytest.raises(ValueError, match="train_loss: a list of numbers, please; see read_losses"):
        as_floats(curve, "train_loss")


@pytest.mark.parametrize("curve", [[[1, 2], [3, 4]], np.ones((2, 2)), torch.ones(2, 2), ["a"], [None]])
def test_what_is_nested_or_no_number_gets_a_sentence(curve):
    with pytest.raises(ValueError, match="train_loss, a list of numbers: a number, please, not "):
        as_floats(curve, "train_loss")


@pytest.mark.parametrize("loss", [2, 2.0, "2", np.float32(2), torch.tensor(2.0), torch.tensor([2.0]).requires_grad_()])
def test_a_single_number(loss):
    assert as_float(loss, "guess") == 2.0


@pytest.mark.parametrize("loss", [[2, 1], {"guess": 2}, "x", np.ones(2), torch.ones(2)])
def test_what_is_no_single_number_gets_a_sentence(loss):
    with pytest.raises(ValueError, match="guess: a number, please, not"):
        as_float(loss, "guess")


@pytest.mark.parametrize("curve", [[], np.array([]), torch.tensor([])])
def test_an_empty_curve_gets_a_sentence(curve):
    with pytest.raises(ValueError, match="val is empty: note the loss after every epoch"):
        as_floats(curve, "val")


@pytest.mark.parametrize("count", [1, 9, 10, 19, 20, 205, 1000])
def test_a_curve_is_read_in_ten_to_nineteen_parts(count):
    parts = in_parts([*range(count)])
    assert len(parts) == count if count < 20 else 10 <= len(parts) <= 19
    assert parts[-1] == median(range(count - max(1, count // 10), count))


@pytest.mark.parametrize(
    ("curve", "end"),
    [
        ([0.3], 0.3),
        ([2.3, 0.1], 0.1),
        ([2.3, 0.3, 0.1], 0.1),  # it falls to its end
        ([2.3, 0.1, 0.05, 0.04, 1.9], 0.05),  # a spike
        ([2.3, 0.5, 1.5, 2.0], 1.5),  # it has risen
    ],
)
def test_where_a_curve_ends(curve, end):
    assert end_of(curve) == end


def test_noise_in_a_long_curve_counts_little():
    chance = torch.Generator().manual_seed(0)
    noisy = 0.5 + 0.3 * torch.randn(1000, generator=chance)
    assert abs(end_of(noisy.tolist()) - 0.5) < 0.1


def test_one_rise_is_a_spike_unless_it_is_huge():
    assert rise_of(2, [2, 1, 0.5, 1.5, 0.4], 20) == 0
    assert rise_of(2, [2, 900, 0.5, 0.4], 20) == 898
    assert rise_of(2, [2, 1, 1.5, 0.5, 0.9, 0.4], 20) == pytest.approx(0.4)
    assert rise_of(2, [2, 1, 0.5, 1.5, 1.6], 20) == pytest.approx(1.0)  # it stays up


def test_single_batches_may_zigzag():
    assert rise_of(2.4, [2.4, 1.9, 1.3, 1.6, 1.0, 0.7, 1.05, 0.6, 0.5, 0.45, 0.85, 0.4, 0.3, 0.2, 0.25], 20) < 0.1


def test_the_pace_of_the_end():
    assert pace_of([2.0, 1.5, 1.0, 0.5], 0.002) == 1
    assert pace_of([2.0, 1.6, 1.4, 1.38], 0.002) == pytest.approx(0.1)
    assert pace_of([2.0, 1.9999, 1.9998], 0.002) is True  # too small to tell
    assert pace_of([2.0, 1.5, 1.6, 1.55], 0.002) is True  # noisy
    assert pace_of([2.3, 1.4], 0.002) == 1  # short and steep
    assert pace_of([2.3] * 8 + [2.0, 1.4], 0.002) > 1  # a plateau that has just ended
