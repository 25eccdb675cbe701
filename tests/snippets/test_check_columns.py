"""Columns that differ between the parts, or hold a placeholder; and real data that do neither."""

import pytest
import torch
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine

from snippets.check_columns import COLUMNS, check_columns


def outside(x, new_x):
    found = check_columns(x, new_x)
    return {check for check, number in found.items() if not COLUMNS[check][1] <= number <= COLUMNS[check][2]}


def normal(*shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("load", [load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine])
def test_a_random_split_of_real_data_passes(load):
    x = torch.tensor(load(return_X_y=True)[0]).float()
    x = x[torch.randperm(len(x), generator=torch.Generator().manual_seed(0))]
    assert outside(x[: len(x) * 2 // 3], x[len(x) * 2 // 3 :]) == set()


def test_one_shifted_column_of_many_is_found():
    x, new = normal(500, 40), normal(700, 40)[500:]
    assert outside(x, new) == set()
    new[:, 7] += 1
    assert outside(x, new) == {"shift"}


def test_a_trend_is_a_shift():
    time = torch.arange(300.0)[:, None] / 100 + 0.1 * normal(300, 1)
    assert outside(time[:200], time[200:]) == {"shift"}


def test_a_placeholder_is_found_before_and_after_standardizing():
    x = normal(500, 4)
    x[::20, 2] = -999
    assert check_columns(x[:400], x[400:])["far"] == 1
    x = (x - x.mean(0)) / x.std(0)
    assert check_columns(x[:400], x[400:])["far"] == 1


def test_a_flag_a_count_and_one_outlier_are_no_placeholders():
    x = normal(500, 3)
    x[:, 0] = (x[:, 0] > 2).float()
    x[:, 1] = (3 * x[:, 1]).abs().round()
    x[5, 2] = 1000
    assert check_columns(x[:400], x[400:])["far"] == 0


def test_tokens_are_not_judged():
    assert check_columns(torch.arange(40).view(10, 4), torch.arange(40).view(10, 4)) == {}
