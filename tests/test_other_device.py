"""Every experiment would run on a CUDA device: what CUDA refuses is refused here too, without one."""

import copy

import pytest
import torch
import torchtest2._session
from torch import nn
from torch.func import grad, vmap

from scripts.engine.measure import call, function_run
from tests.pretend_cuda import PretendCuda, WrongDevice
from tests.test_experiments import NAMES, small

REFUSED = {
    "both devices": lambda x: x + torch.ones(3),
    "a parameter that was not moved": lambda x: nn.Linear(3, 3)(x),
    "a number of the device with tensors of the CPU": lambda x: x.sum() * torch.ones(3),
    "a mask of the device on a tensor of the CPU": lambda x: torch.arange(3)[x > 0],
    "a statistic of a batch that was not moved": lambda x: nn.BatchNorm1d(3, affine=False)(x[None]),
    "the CPU's generator": lambda x: torch.rand(3, device="cuda", generator=torch.Generator()),
    "the CPU's generator, in place": lambda x: x.uniform_(generator=torch.Generator()),
    "straight to NumPy": lambda x: x.numpy(),
    "an optimizer's rates": lambda x: x.addcmul_(x, torch.ones(()).expand(3)),
    "what was made before": lambda x: x + MADE,
    "what NumPy made": lambda x: x + torch.from_numpy(MADE.numpy()),
    "values for places": lambda x: x.__setitem__(torch.tensor([0, 1]), torch.zeros(2)),
    "a mask of the device, to write": lambda x: torch.zeros(3).__setitem__(x > 0, 1.0),
    "a sum kept on the CPU": lambda x: torch.tensor(0.0).add_(x.sum()),
    "a number of the CPU in a stack": lambda x: torch.stack([x.sum(), torch.tensor(0.0)]),
    "a gradient from elsewhere": lambda x: setattr(x.requires_grad_(), "grad", torch.ones(3)),
    "a constant within vmap": lambda x: vmap(lambda w: w * torch.ones(3))(x.expand(2, 3)),
    "a gradient of torch.func": lambda x: grad(lambda w: (w * w).sum())(x).numpy(),
}
MADE = torch.ones(3)


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cuda_refuses_is_refused(fault):
    with PretendCuda(), pytest.raises(WrongDevice):
        REFUSED[fault](torch.zeros(3, device="cuda"))


def test_what_cuda_takes_is_taken():
    with PretendCuda():
        drawn = torch.rand(3, generator=torch.Generator())
        x = drawn.to("cuda")
        assert (drawn.device.type, x.device.type, (2 * x)[:2].device.type) == ("cpu", "cuda", "cuda")
        assert x is x.to("cuda") and not x.cpu().is_cuda and torch.eye(3).to(x).is_cuda
        x[:2] = torch.zeros(2)
        x[torch.tensor([0, 1])] = 0.0
        assert torch.tensor([x.sum(), 1.0]).numpy().shape == (2,) and torch.zeros(3, device="cuda:0").is_cuda
        assert torch.ones(3).type_as(x).is_cuda and x.new_tensor(1.0).is_cuda
        assert (x + torch.tensor(1.0)).is_cuda and x.cpu().numpy().shape == (3,)
        net = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)).to("cuda")
        optimizer = torch.optim.Adam(copy.deepcopy(net).parameters())
        net(x.expand(2, 3)).sum().backward()
        optimizer.step()
        assert net[0].weight.grad.is_cuda and net.state_dict()["1.running_mean"].is_cuda
        assert vmap(grad(lambda w: (w * x).sum()))(x.expand(2, 3)).add(x).is_cuda


@pytest.mark.stress
@pytest.mark.parametrize("name", NAMES)
def test_an_experiment_would_run_on_it(name, monkeypatch):
    monkeypatch.setattr(torchtest2._session, "_cuda_devices", lambda model: [])  # whose generators it would keep
    run = function_run(f"scripts.experiments.{name}.run")
    with PretendCuda():
        call(run, "cuda", 0, **small(name, run))
