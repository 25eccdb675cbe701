"""Gradients of places: of numbers, of tokens, and not of what is no token."""

import pytest
import torch
from torch import nn

from snippets.check_places import check_places
from snippets.comes_back import comes_back

CHANCE = torch.Generator().manual_seed(0)
IDS = torch.randint(100, 120, (32, 6), generator=CHANCE)
LENGTHS = torch.randint(2, 7, (32, 1), generator=CHANCE)
MASK = (torch.arange(6) < LENGTHS).long()


class Reader(nn.Module):
    """Vectors of tokens, summed; the mask is one of integers, as tokenizers give it."""

    def __init__(self, cut=(), frozen=False, own_places=True):
        super().__init__()
        self.table, self.head = nn.Embedding(200, 8, padding_idx=0), nn.Linear(8, 3)
        self.table.requires_grad_(not frozen)
        self.places = nn.Parameter(torch.randn(6, 8)) if own_places else None
        self.cut = cut

    def forward(self, input_ids, attention_mask):
        vectors = [
            each.detach() if place in self.cut else each for place, each in enumerate(self.table(input_ids).unbind(1))
        ]
        h = torch.stack(vectors, 1) + (0 if self.places is None else self.places)
        return self.head((h * attention_mask[..., None]).sum(1) / attention_mask.sum(1, keepdim=True))


def found(ids=IDS, mask=MASK, **how):
    return check_places(
        lambda: (Reader(**how), lambda x, y: None), {"input_ids": ids, "attention_mask": mask}, IDS[:, 0]
    )


@pytest.mark.parametrize("mask", [MASK, MASK.bool(), MASK.int()], ids=["long", "bool", "int"])
@pytest.mark.parametrize("own_places", [True, False])
def test_a_mask_of_integers_is_not_taken_for_tokens(mask, own_places):
    assert found(mask=mask, own_places=own_places)["cut"] == 0


def test_each_place_whose_gradient_is_cut_is_counted_once():
    assert found(cut=(0, 3))["cut"] == 2


def test_padding_is_a_token_like_another():
    assert found(ids=IDS * MASK)["cut"] == 0
    assert found(ids=IDS * MASK, cut=(1,))["cut"] == 1


def test_a_frozen_table_tells_nothing():
    assert "cut" not in found(frozen=True)


def test_what_no_table_looks_up_is_not_judged():
    net, other = nn.Linear(6, 2), IDS.clone()
    other[:, 2] += 1
    assert comes_back(net, IDS.float(), 0, 2, IDS.float(), other.float()) is True
    wide = nn.Sequential(nn.Module(), net)
    wide.forward = lambda ids: net(ids / 100)
    assert comes_back(wide, IDS, 0, 2, IDS, other) is None


def test_a_network_may_write_into_its_input():
    net = nn.Linear(6, 2)
    net.forward = lambda x: x.mul_(2).sum(1, keepdim=True)
    assert comes_back(net, IDS.float(), 0, 2, IDS.float(), IDS.float()) is True
