"""Each kind is torch's, also for many networks at once."""

import pytest
import torch
from torch.nn import functional

from snippets.normalize import normalize

X = torch.randn(6, 8, 5, generator=torch.Generator().manual_seed(0), dtype=torch.float64) * 3 + 2
TORCH = {
    "batch": lambda x: functional.batch_norm(x, None, None, training=True),
    "layer": lambda x: functional.layer_norm(x, x.shape[1:]),
    "group": lambda x: functional.group_norm(x, 4),
    "instance": functional.instance_norm,
    "rms": lambda x: functional.rms_norm(x, x.shape[1:], eps=1e-5),
}


@pytest.mark.parametrize("kind", TORCH)
def test_it_is_torchs_in_value_and_gradient(kind):
    inputs = [X.clone().requires_grad_() for _ in range(2)]
    outputs = [normalize(inputs[0], kind), TORCH[kind](inputs[1])]
    for output in outputs:
        output.sin().sum().backward()
    torch.testing.assert_close(*outputs, rtol=0, atol=1e-12)
    torch.testing.assert_close(inputs[0].grad, inputs[1].grad, rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", TORCH)
def test_many_networks_at_once_are_each_as_alone(kind):
    many = torch.stack([X, 2 * X.flip(0) - 1])
    torch.testing.assert_close(normalize(many, kind)[1], TORCH[kind](many[1]), rtol=0, atol=1e-12)


def test_groups_reach_from_layer_to_instance_normalization():
    assert torch.allclose(normalize(X, "group", groups=1), normalize(X, "layer"))
    assert torch.allclose(normalize(X, "group", groups=8), normalize(X, "instance"))


def test_without_positions_it_is_torchs_for_features():
    x = X[:, :, 0]
    ours = normalize(x[:, :, None], "layer")[:, :, 0]
    torch.testing.assert_close(ours, functional.layer_norm(x, (8,)), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "kind", "says"),
    [
        (X[:1, :, :1], "batch", "always zero"),
        (X[:, :, :1], "instance", "always zero"),
        (X[:, :4, :1], "group", "always zero"),
        (X[:, :1, :1], "layer", "always zero"),
        (X[:, :6], "group", "equal groups"),
        (X[:, :, 0], "layer", "positions"),
        (X[:0], "layer", "not empty"),
        (X.long(), "layer", "numbers"),
        (X / 0, "layer", "not finite"),
        (X, "lair", "no such kind"),
    ],
)
def test_what_does_not_fit_is_refused(x, kind, says):
    with pytest.raises(ValueError, match=says):
        normalize(x, kind)
