"""The data before any training: sound digits pass, and each fault is noticed."""

import pytest
import torch

from scripts.experiments.first_checks.programs import digits
from snippets.check_data import DATA, check_data

X, Y = digits()
ORDER = torch.randperm(len(X), generator=torch.Generator().manual_seed(0))
X, Y = X[ORDER], Y[ORDER]
SORTED = Y.argsort(stable=True)
MIXED = Y[torch.randperm(len(Y), generator=torch.Generator().manual_seed(1))]
NAN = X.clone()
NAN[4, 4] = torch.nan
CHANCE = torch.Generator().manual_seed(0)
WRONG = torch.where(torch.rand(1200, generator=CHANCE) < 0.4, torch.randint(10, (1200,), generator=CHANCE), Y[:1200])
REAL, order = X[:300, 20:28], torch.randperm(300, generator=CHANCE)
WORDS = torch.randint(100, (300, 8), generator=CHANCE)
MAP = (X > 0.5).long().view(-1, 8, 8)


def outside(x, y, new_x, new_y):
    found = check_data(x, y, new_x, new_y)
    return {check for check, number in found.items() if not DATA[check][1] <= number <= DATA[check][2]}


@pytest.mark.parametrize(
    ("data", "checks"),
    [
        ((X[:1200], Y[:1200], X[1200:], Y[1200:]), set()),
        ((NAN[:1200], Y[:1200], X[1200:], Y[1200:]), {"finite"}),
        ((255 * X[:1200], Y[:1200], 255 * X[1200:], Y[1200:]), {"scale"}),
        ((X[:1200], Y[:1200], 16 * X[1200:], Y[1200:]), {"spread"}),
        ((X[:1200], MIXED[:1200], X[1200:], MIXED[1200:]), {"kin"}),
        ((X[:1200], Y[:1200], X[600:1000], Y[600:1000]), {"twins"}),
        ((X[:1200], (Y == 0).long()[:1200], X[1200:], (Y == 0).long()[1200:]), {"majority", "kin"}),
        ((X[:1200], Y[:1200], X[1200:], (Y[1200:] - 1).clamp(0)), {"kin_new"}),  # numbered otherwise
        ((X[:1200], WRONG, X[1200:], Y[1200:]), {"kin_new"}),  # 40 % of the training labels
        ((X[:300], REAL[order], X[300:600], REAL), {"near"}),  # targets of other rows
        ((X[:300], REAL, X[300:600], REAL), set()),
        ((WORDS[:200], WORDS[:200, 0] % 2, WORDS[200:], WORDS[200:, 0] % 2), set()),  # tokens have no size
        ((X[:200].view(-1, 1, 8, 8), MAP[:200], X[200:300].view(-1, 1, 8, 8), MAP[200:300]), set()),
        ((X[:300], 250 * X[:300, :1] + 99, X[300:], 250 * X[300:, :1] + 99), {"targets"}),
    ],
)
def test_each_fault_is_noticed(data, checks):
    assert outside(*data) - ({"kin"} if "majority" in checks else set()) == checks - (
        {"kin"} if "majority" in checks else set()
    )


def test_a_sorted_file_and_its_tail():
    x, y = X[SORTED], Y[SORTED]
    assert {"order", "unseen"} <= outside(x[:900], y[:900], x[1500:], y[1500:])
