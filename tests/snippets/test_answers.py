"""What the losses say to each question, as numbers: the arithmetic that test_diagnose.py follows to its leaf."""

from math import log

import pytest

from snippets.answers import answers
from snippets.guide import GUIDE

NONE = {"recipe": None, "smaller": None, "bigger": None}


def of(train, held=(), test=None, guess=2.0, **more):
    given = {"zeros": None, "first": None, "evaluated": None, "heart": None, "others": NONE} | more
    return answers(list(train), list(held), test, guess, **given)


def test_every_question_but_the_first_has_its_answer():
    assert ["finite", *sorted(of([2, 1]))] == ["finite", *sorted(key for key in GUIDE if key != "finite")]


def test_shares_of_a_guess():
    found = of([2, 1, 0.5], [2, 1.5, 1.2], 1.4)
    assert found["low"] == found["floor"] == 0.25
    assert found["apart"] == found["gap"] == pytest.approx(1.5 * 0.35)  # it is more than twice as high
    assert found["signal"] == found["learned"] == 0.6
    assert found["target"] == pytest.approx(0.1 * 1.4 / 1.2)


def test_shares_of_your_own_loss():
    found = of([2, 1.0], others={"recipe": 0.5, "smaller": 0.25, "bigger": None}, heart=0.1)
    assert (found["recipe"], found["smaller"], found["bigger"], found["batch"]) == (0.5, 0.25, None, 0.1)


def test_the_start_counts_against_zeros_and_the_best_loss_against_the_best_constant():
    assert of([8, 1], guess=1.0, zeros=8.0, first=8.0)["start"] == 1
    assert of([8, 8], guess=1.0, zeros=8.0, first=8.0)["start"] == 8  # it has not moved
    assert of([0.6, 0.4], guess=0.1, zeros=0.7, first=0.7)["start"] == 1  # a rare class: on its way


def test_the_pace_is_that_of_held_out_data():
    train, held = [2, 1.5, 1, 0.5], [2, 1.6, 1.4, 1.38]
    assert of(train)["slowed"] == 1 and of(train, held)["slowed"] == pytest.approx(0.1)


def test_held_out_losses_in_another_unit_are_asked_about():
    assert of([2, 1.5, 1], [0.03, 0.02, 0.02])["mode"] is None  # divided by the number of examples
    assert of([0.3, 0.2, 0.1], [2, 1.5, 1.2])["mode"] is None


def test_a_question_that_need_not_be_asked_has_an_answer_all_the_same():
    assert of([2, 1])["mode"] is True and of([2, 0.1], [2, 1.9])["mode"] is None
    assert of([2, 1])["recipe"] is None and of([2, 1], heart=0.9)["recipe"] is False
    assert of([2, 0.1], guess=log(2))["low"] is None and of([2, 0.01], guess=log(2), zeros=log(2))["low"] is not None
