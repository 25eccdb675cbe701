"""A language model that sees what it is to predict, and two that do not."""

import pytest
import torch
from torch import nn

from snippets.check_future import check_future

X = torch.randint(9, (8, 6), generator=torch.Generator().manual_seed(0))
NEXT = X.roll(-1, 1)


class Model(nn.Module):
    def __init__(self, causal, classes_second):
        super().__init__()
        self.embed, self.head, self.second = nn.Embedding(9, 8), nn.Linear(8, 9), classes_second
        self.look = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
        self.causal = causal

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if self.causal else None
        out = self.head(self.look(self.embed(x), src_mask=mask, is_causal=self.causal))
        return out.mT if self.second else out


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("causal", [True, False])
def test_only_without_a_mask_an_answer_sees_what_it_predicts(causal, second):
    found = check_future(lambda: (Model(causal, second), None), X, NEXT)
    assert found["future"] == 0 if causal else found["future"] >= 25


@pytest.mark.parametrize(("x", "y"), [(X, X), (X, X[:, 0]), (X.float(), NEXT.float()), ((X, X), NEXT)])
def test_what_predicts_something_else_is_not_judged(x, y):
    assert check_future(lambda: (Model(False, False), None), x, y) == {}
