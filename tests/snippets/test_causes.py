"""Each cause has its numbers, and advice."""

import pytest

from snippets.causes import ADVICE, name_of


@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        ({"gradient": 0.1, "down": 0.5, "edge": 0.01, "lost": 3.0, "noise": 3.0}, "plateau"),
        ({"gradient": 1.0, "down": 0.01, "edge": 1.0, "lost": 1.0, "noise": 0.1}, "edge"),
        ({"gradient": 1.0, "down": 0.01, "edge": 0.2, "lost": 1.0, "noise": 0.9}, "noise floor"),
        ({"gradient": 1.0, "down": 0.01, "edge": 0.01, "lost": 0.0, "noise": 0.0}, "rate too small"),
        ({"gradient": 1.0, "down": 0.01, "edge": 0.4, "lost": 0.3, "noise": 0.1}, "none of these"),
    ],
)
def test_each_cause_has_its_numbers(numbers, name):
    assert name_of(**numbers) == name
    assert name in ADVICE
