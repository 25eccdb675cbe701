"""Programs that read tokens, sound or with one thing wrong inside."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy

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


def masked_words(chance, count):
    """Tokens (n, 12) and a mask of ones and zeros, as a tokenizer gives them, and the class."""
    x, y = words(chance, count)
    return (x + 5, (x != 0).long()), y


class Masked(nn.Module):
    """It takes the mean over what the mask shows."""

    def __init__(self):
        super().__init__()
        self.embed, self.place = nn.Embedding(TOKENS + 5, 16), nn.Parameter(torch.randn(LENGTH, 16))
        self.layer, self.head = nn.Sequential(nn.Linear(16, 32), nn.ReLU()), nn.Linear(32, CLASSES)

    def forward(self, tokens, mask):
        shown = mask[..., None] / mask.sum(1)[:, None, None]
        return self.head((self.layer(self.embed(tokens) + self.place) * shown).sum(1))


def next_words(chance, count):
    """Tokens (n, 12), each three or four more than the one before it, and what comes next at each place."""
    steps = torch.randint(3, 5, (count, LENGTH + 1), generator=chance)
    x = steps.cumsum(1) % TOKENS
    return x[:, :-1], x[:, 1:]


def of_all_places(out, y):
    return cross_entropy(out.flatten(0, 1), y.flatten())


class Writer(nn.Module):
    """A transformer that tells the next token at each place; with `blind` it looks back only."""

    def __init__(self, blind=True):
        super().__init__()
        self.embed, self.place = nn.Embedding(TOKENS, 16), nn.Parameter(0.1 * torch.randn(LENGTH, 16))
        self.layer = nn.TransformerEncoderLayer(16, 2, 32, 0.0, batch_first=True)
        self.head, self.blind = nn.Linear(16, TOKENS), blind

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(LENGTH, device=x.device) if self.blind else None
        return self.head(self.layer(self.embed(x) + self.place, src_mask=mask, is_causal=self.blind))


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
