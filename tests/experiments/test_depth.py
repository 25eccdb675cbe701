"""A loss times its rate, at a learning rate of 1, takes the steps that torch takes at that rate."""

import pytest
import torch

from scripts.evidence.chance import generator
from scripts.experiments.depth.run import fit, load, losses, start
from snippets.ensemble import batches
from snippets.residual import forward

RATES, DEPTH, STEPS = [0.02, 0.1], 4, 12


def ready():
    x, y, parts = load("cpu", 0, len(RATES), 60)
    generators = [generator(0, member) for member in range(len(RATES))]
    layers = start("plain", DEPTH, 16, x.shape[1], generators, "cpu")
    return x, y, parts, layers, batches(list(parts["train"]), 20, STEPS, generators)


@pytest.mark.parametrize("member", range(len(RATES)))
def test_each_member_takes_torchs_steps_at_its_own_rate(member):
    x, y, parts, layers, order = ready()
    fit(layers, False, x, y, parts, order, torch.tensor(RATES), STEPS)

    x, y, parts, reference, order = ready()
    optimizer = torch.optim.SGD([part for layer in reference for part in layer], RATES[member], momentum=0.9)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [STEPS // 2, STEPS * 3 // 4], 0.1)
    for rows in order:
        optimizer.zero_grad()
        losses(forward(reference, x[rows]), y[rows])[member].backward()
        optimizer.step()
        schedule.step()
    for ours, torchs in zip(layers, reference, strict=True):
        assert torch.allclose(ours[0][member], torchs[0][member], atol=1e-6)
