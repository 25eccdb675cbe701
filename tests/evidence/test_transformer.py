"""The transformers of scripts/evidence are torch's, and each member is as if it trained alone."""

import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from scripts.evidence.chance import generator
from scripts.evidence.transformer import Adam, Shape, layer

SMALL = {"tokens": 5, "features": 3, "width": 8, "heads": 2, "layers": 2, "hidden": 12, "classes": 4}


def data(members, shape, n=6):
    own = generator(1, 0)
    x = torch.randn(members, n, shape.tokens, shape.features, generator=own, dtype=torch.float64)
    return x, torch.randint(shape.classes, (members, n), generator=own)


def noisy(shape, members):
    """Rows in float64 in which no bias is zero and no gain one, so that a wrong place is seen."""
    chance = [generator(0, member) for member in range(members)]
    rows = shape.init(chance).double()
    return rows + 0.3 * torch.stack([torch.randn(rows.shape[1], generator=own) for own in chance])


def torchs(shape, part, member):
    """The same model of torch's modules, with the weights of this member."""
    copy = {name: value[member].detach() for name, value in part.items()}
    layers = []
    for number in range(shape.layers):
        own = nn.TransformerEncoderLayer(
            shape.width, shape.heads, shape.hidden, 0.0, batch_first=True, norm_first=shape.before
        ).double()
        pairs = {
            "self_attn.in_proj_": "qkv",
            "self_attn.out_proj.": "out",
            "linear1.": "up",
            "linear2.": "down",
        }
        state = {f"{theirs}weight": copy[f"{number} {ours}"].T for theirs, ours in pairs.items()}
        state |= {f"{theirs}bias": copy[f"{number} {ours} bias"][0] for theirs, ours in pairs.items()}
        for norm in "norm1", "norm2":
            state |= {f"{norm}.weight": copy[f"{number} {norm} gain"][0]}
            state |= {f"{norm}.bias": copy[f"{number} {norm} shift"][0]}
        own.load_state_dict(state)
        layers.append(own)

    def model(x):
        h = x @ copy["embed"] + copy["embed bias"] + copy["position"]
        for own in layers:
            h = own(h)
        if shape.before:
            h = nn.functional.layer_norm(h, h.shape[-1:], copy["final gain"][0], copy["final shift"][0])
        return h.mean(1) @ copy["head"] + copy["head bias"]

    return model


@pytest.mark.parametrize("before", [False, True])
def test_it_is_torchs_encoder(before):
    shape = Shape(**SMALL, before=before)
    rows, (x, _) = noisy(shape, 2), data(2, shape)
    ours = shape.forward(rows, x)
    for member in range(2):
        theirs = torchs(shape, shape.split(rows), member)(x[member])
        assert (ours[member] - theirs).abs().max() < 1e-12


def test_a_member_is_as_if_alone():
    shape = Shape(**SMALL)
    rows, (x, y) = noisy(shape, 3), data(3, shape)
    losses, gradients = shape.gradients(rows, x, y)
    alone, gradient = shape.gradients(rows[1:2], x[1:2], y[1:2])
    assert torch.allclose(losses[1], alone[0], atol=1e-12)
    assert torch.allclose(gradients[1], gradient[0], atol=1e-12)
    assert torch.allclose(losses[1], cross_entropy(shape.forward(rows[1:2], x[1:2])[0], y[1]), atol=1e-12)


def test_adam_is_torchs_with_a_rate_for_each_member():
    shape, rates = Shape(**SMALL), (1e-3, 1e-2)
    rows, (x, y) = noisy(shape, 2), data(2, shape)
    copies = [rows[member : member + 1].clone().requires_grad_() for member in range(2)]
    theirs = [torch.optim.Adam([copy], rate, (0.8, 0.95)) for copy, rate in zip(copies, rates, strict=True)]
    ours = Adam(rows, (0.8, 0.95))
    for step in range(20):
        scale = 1 / (1 + step)
        ours.step(rows, shape.gradients(rows, x, y)[1], torch.tensor(rates, dtype=torch.float64) * scale)
        for member, (copy, optimizer) in enumerate(zip(copies, theirs, strict=True)):
            part = slice(member, member + 1)
            optimizer.param_groups[0]["lr"] = rates[member] * scale
            copy.grad = shape.gradients(copy, x[part], y[part])[1]
            optimizer.step()
    assert (rows - torch.cat(copies).detach()).abs().max() < 1e-10


def test_another_norm_gets_its_alpha():
    shape = Shape(**SMALL)
    rows, (x, y) = noisy(shape, 2), data(2, shape)
    part = shape.split(shape.gradients(rows, x, y, lambda h, alpha: torch.tanh(alpha * h))[1])
    assert part["0 norm1 alpha"].abs().min() > 0
    assert shape.split(shape.gradients(rows, x, y, layer)[1])["0 norm1 alpha"].abs().max() == 0
    rms = nn.functional.rms_norm
    outputs = shape.forward(rows, x, lambda h, alpha: rms(h, h.shape[-1:]))
    assert outputs.isfinite().all() and not torch.allclose(outputs, shape.forward(rows, x))


def test_it_starts_as_xavier_says():
    shape = Shape(width=64, layers=1)
    part = shape.split(shape.init([generator(0, 0), generator(0, 1)]))
    bound = (6 / (64 + 192)) ** 0.5
    assert 0.9 * bound < part["0 qkv"].abs().max() <= bound
    assert (
        (part["0 norm1 gain"] == 1).all() and (part["0 qkv bias"] == 0).all() and (part["0 norm2 alpha"] == 0.5).all()
    )
    assert not torch.equal(part["embed"][0], part["embed"][1])
