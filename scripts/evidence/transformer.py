"""E small transformers trained at once: each is the same as if it trained alone.

All parameters of a member are one row of a matrix (E, P), so that an optimizer is a few lines. Encoder layers as
torch.nn.TransformerEncoderLayer has them, without dropout, after the norm or before it; tests/evidence compares.
"""

import math
from dataclasses import dataclass

import torch
from torch.nn.functional import cross_entropy, layer_norm, scaled_dot_product_attention


def layer(x, alpha):
    """Layer normalization: the default norm. Another takes the same: x (E, rows, d), and alpha (E, 1, 1), learned."""
    return layer_norm(x, x.shape[-1:])


@dataclass(frozen=True)
class Shape:
    """What the members have in common; `before`: pre-norm, with one more norm at the end."""

    tokens: int = 8
    features: int = 8  # of a token
    width: int = 16
    heads: int = 4
    layers: int = 6
    hidden: int = 32
    classes: int = 10
    before: bool = False

    def parts(self):
        """[(name, shape)] in the order in which they lie in a row: matrices are (inputs, outputs)."""
        d, norm = (
            self.width,
            lambda name: [(f"{name} gain", (1, d)), (f"{name} shift", (1, d)), (f"{name} alpha", (1, 1))],
        )
        found = [("embed", (self.features, d)), ("embed bias", (1, d)), ("position", (self.tokens, d))]
        for number in range(self.layers):
            of_layer = [("qkv", (d, 3 * d)), ("qkv bias", (1, 3 * d)), ("out", (d, d)), ("out bias", (1, d))]
            of_layer += norm("norm1")
            of_layer += [("up", (d, self.hidden)), ("up bias", (1, self.hidden)), ("down", (self.hidden, d))]
            of_layer += [("down bias", (1, d)), *norm("norm2")]
            found += [(f"{number} {name}", shape) for name, shape in of_layer]
        return [*found, *norm("final"), ("head", (d, self.classes)), ("head bias", (1, self.classes))]

    def split(self, rows):
        """{name: (E, inputs, outputs)}: views of the rows (E, P), through which gradients flow."""
        parts = self.parts()
        pieces = rows.split([math.prod(shape) for _, shape in parts], 1)
        return {name: piece.unflatten(1, shape) for (name, shape), piece in zip(parts, pieces, strict=True)}

    def init(self, generators, alpha=0.5):
        """Rows (E, P): Xavier's uniform initialization for matrices, gains 1, `alpha`, and zeros for the rest."""
        reach, start = [], []
        for name, shape in self.parts():
            matrix = not name.endswith(("bias", "gain", "shift", "alpha"))
            reach.append(torch.full((math.prod(shape),), math.sqrt(6 / sum(shape)) if matrix else 0.0))
            value = 1.0 if name.endswith("gain") else alpha if name.endswith("alpha") else 0.0
            start.append(torch.full((math.prod(shape),), value))
        reach, start = torch.cat(reach), torch.cat(start)
        return torch.stack([start + reach * (2 * torch.rand(len(reach), generator=own) - 1) for own in generators])

    def forward(self, rows, x, norm=layer):
        """Outputs (E, n, classes) for x: (E, n, tokens, features)."""
        part = self.split(rows)
        h = torch.baddbmm(part["embed bias"], x.flatten(1, 2), part["embed"])
        h = (h.unflatten(1, x.shape[1:3]) + part["position"][:, None]).flatten(1, 2)

        def normed(h, name):
            return torch.addcmul(part[f"{name} shift"], norm(h, part[f"{name} alpha"]), part[f"{name} gain"])

        for number in range(self.layers):
            one, two = f"{number} norm1", f"{number} norm2"
            if self.before:
                h = h + self._attend(part, number, normed(h, one))
                h = h + self._feed(part, number, normed(h, two))
            else:
                h = normed(h + self._attend(part, number, h), one)
                h = normed(h + self._feed(part, number, h), two)
        if self.before:
            h = normed(h, "final")
        pooled = h.unflatten(1, x.shape[1:3]).mean(2)
        return torch.baddbmm(part["head bias"], pooled, part["head"])

    def _attend(self, part, number, h):
        qkv = torch.baddbmm(part[f"{number} qkv bias"], h, part[f"{number} qkv"])
        qkv = qkv.view(-1, self.tokens, 3, self.heads, self.width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(*qkv.unbind())
        return torch.baddbmm(part[f"{number} out bias"], mixed.transpose(1, 2).reshape(h.shape), part[f"{number} out"])

    def _feed(self, part, number, h):
        up = torch.baddbmm(part[f"{number} up bias"], h, part[f"{number} up"]).relu()
        return torch.baddbmm(part[f"{number} down bias"], up, part[f"{number} down"])

    def gradients(self, rows, x, y, norm=layer):
        """Each member's loss (E,) on its own x (E, n, tokens, features) and y (E, n), and the gradient (E, P)."""
        rows = rows.detach().requires_grad_()
        losses = cross_entropy(self.forward(rows, x, norm).mT, y, reduction="none").mean(1)
        return losses.detach(), torch.autograd.grad(losses.sum(), rows)[0]


class Adam:
    """torch.optim.Adam for rows (E, P), with a rate for each member that may change at every step.

    betas: (β₁, β₂). The step is taken in `step`; `update` is its direction, before the rate.
    """

    def __init__(self, rows, betas=(0.9, 0.999), eps=1e-8):
        self.m, self.v = torch.zeros_like(rows), torch.zeros_like(rows)
        self.betas, self.eps, self.count = betas, eps, 0

    def update(self, gradient):
        """m̂/(√v̂ + ε), (E, P), after this gradient has entered the averages."""
        first, second = self.betas
        self.count += 1
        self.m.lerp_(gradient, 1 - first)
        self.v.mul_(second).addcmul_(gradient, gradient, value=1 - second)
        size = (self.v / (1 - second**self.count)).sqrt_().add_(self.eps)
        return (self.m / (1 - first**self.count)).div_(size)

    def step(self, rows, gradient, rates):
        """rows ← rows − rates · update, in place; rates (E,) or a number."""
        rates = torch.as_tensor(rates, dtype=rows.dtype, device=rows.device).expand(len(rows))
        rows.addcmul_(self.update(gradient), rates[:, None], value=-1)
