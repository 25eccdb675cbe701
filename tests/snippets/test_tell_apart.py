"""One half for what looks alike, one for what does not, and what chance says in between."""

import numpy as np
import pytest
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from snippets.tell_apart import tell_apart

CHANCE = np.random.default_rng(0)
ALIKE = CHANCE.normal(size=(300, 5))


def test_draws_of_one_distribution_cannot_be_told_apart():
    assert abs(tell_apart(ALIKE, CHANCE.normal(size=(200, 5))) - 0.5) < 0.08


def test_a_shifted_mean_is_told_as_well_as_theory_says():
    """Two normal distributions one standard deviation apart in one feature: the best area is Φ(1/√2) = 0.760."""
    new = CHANCE.normal(size=(300, 5)) + np.eye(5)[0]
    assert tell_apart(ALIKE, new, LogisticRegression()) == pytest.approx(0.760, abs=0.05)


def test_a_wider_spread_is_seen_by_trees_and_not_by_a_line():
    new = 3 * CHANCE.normal(size=(300, 5))
    assert tell_apart(ALIKE, new) > 0.9
    assert tell_apart(ALIKE, new, LogisticRegression()) < 0.65


def test_a_forest_of_ones_own_is_taken_before_it_is_fitted():
    """Its length is the number of its fitted trees, so it is neither true nor false yet."""
    new = 3 * CHANCE.normal(size=(300, 5))
    assert tell_apart(ALIKE, new, RandomForestClassifier(10, random_state=0)) > 0.9


def test_images_of_torch_are_taken_and_the_answer_is_the_same_again():
    images = torch.randn(40, 1, 4, 4, generator=torch.Generator().manual_seed(0))
    assert tell_apart(images[:20], images[20:] + 3) == tell_apart(images[:20], images[20:] + 3) == 1


@pytest.mark.parametrize(
    ("x", "new_x", "message"),
    [
        (ALIKE, ALIKE[:3], "ten inputs of one shape on either side"),
        (ALIKE, ALIKE[:, :3], "ten inputs of one shape on either side"),
        (ALIKE, np.full((20, 5), np.nan), "not a finite number: drop or fill it first"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(x, new_x, message):
    with pytest.raises(ValueError, match=message):
        tell_apart(x, new_x)
