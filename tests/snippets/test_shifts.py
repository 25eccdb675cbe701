"""The shifts do what they say, to one image and to many."""

import pytest
import torch

from snippets import shifts

KINDS = [shifts.noisy, shifts.outlined, shifts.moved, shifts.rotated, shifts.inverted]


@pytest.fixture
def images():
    return torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("shift", KINDS)
def test_a_shift_keeps_the_shape_and_leaves_its_argument_alone(shift, images):
    before = images.clone()
    shifted = shift(images)
    assert shifted.shape == images.shape
    assert torch.equal(images, before)
    assert not torch.equal(shifted, images)


@pytest.mark.parametrize("shift", KINDS[1:])
def test_many_images_are_shifted_one_by_one(shift, images):
    assert torch.allclose(shift(images)[1], shift(images[1]))


def test_noise_has_standard_deviation_one_half_and_hangs_on_its_generator():
    noise = shifts.noisy(torch.zeros(1000, 8, 8), torch.Generator().manual_seed(1))
    assert torch.equal(noise, shifts.noisy(torch.zeros(1000, 8, 8), torch.Generator().manual_seed(1)))
    assert abs(noise.std() - 0.5) < 0.01
    assert abs(noise.mean()) < 0.01


def test_an_outline_is_empty_where_the_ink_is_even():
    square = torch.zeros(8, 8)
    square[1:7, 1:7] = 1
    outline = shifts.outlined(square)
    assert outline[3:5, 3:5].abs().max() == 0
    assert outline[1, 4] == 1


def test_moved_loses_two_columns_and_gains_two_empty_ones(images):
    moved = shifts.moved(images)
    assert (moved[..., :2] == 0).all()
    assert torch.equal(moved[..., 2:], images[..., :6])


def test_four_quarter_turns_and_two_inversions_change_nothing(images):
    turned = images
    for _ in range(4):
        turned = shifts.rotated(turned)
    assert torch.equal(turned, images)
    assert torch.allclose(shifts.inverted(shifts.inverted(images)), images)
