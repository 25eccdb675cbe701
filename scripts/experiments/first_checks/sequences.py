"""Programs that read tokens, sound or with one thing wrong inside."""

import torch
from torch import nn

LENGTH, TOKENS, CLASSES = 12, 20, 5


def words(chance, count):
    """Tokens (n, 12), zeros after the end, which comes after four at the earliest; the first token tells the class."""
    x = torch.randint(1, TOKENS, (count, LENGTH), generator=chance)
    ends = torch.randint(4, LENGTH, (count, 1), generator=chance)
    return x.masked_fill(torch.arange(LENGTH) >= ends, 0), x[:, 0] % CLASSES


class Attending(nn.Module):
    """It asks one question of all tokens but the zeros; with `wrong`, of the zeros only."""

    def __init__(self, wrong=False):
        super().__init__()
        self.embed, self.place = nn.Embedding(TOKENS, 16, padding_idx=0), nn.Parameter(torch.randn(LENGTH, 16))
        self.asked, self.look = nn.Parameter(torch.randn(1, 1, 16)), nn.MultiheadAttention(16, 2, batch_first=True)
        self.head, self.wrong = nn.Linear(16, CLASSES), wrong

    def forward(self, x):
        known = self.embed(x) + self.place
        ignored = (x != 0) if self.wrong else (x == 0)
        asked = self.asked.expand(len(x), -1, -1)
        return self.head(self.look(asked, known, known, key_padding_mask=ignored, need_weights=False)[0][:, 0])


class StepByStep(nn.Module):
    """A recurrent cell in a loop; with `cut`, no gradient gets from one token to the one before."""

    def __init__(self, cut=False):
        super().__init__()
        self.embed, self.cell = nn.Embedding(TOKENS, 16), nn.GRUCell(16, 24)
        self.head, self.cut = nn.Linear(24, CLASSES), cut

    def forward(self, x):
        state = torch.zeros(len(x), 24, device=x.device)
        for token in x.T:
            state = self.cell(self.embed(token), state.detach() if self.cut else state)
        return self.head(state)
