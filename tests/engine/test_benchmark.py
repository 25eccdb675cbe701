"""What the benchmark looks at ends in the middle of an experiment, and leaves nothing behind."""

import torch

from scripts import benchmark


def run(device, seed):
    while True:
        with torch.no_grad():
            torch.ones(3) + 1


def test_gradients_are_there_again_wherever_an_experiment_is_ended(monkeypatch):
    """On its way out of no_grad, too."""
    monkeypatch.setattr(benchmark, "function_run", lambda module: run)
    for last in range(2, 12):
        benchmark.watched("toy", benchmark.Operations(1, last))
        assert torch.is_grad_enabled()


def test_what_takes_long_before_it_is_looked_at_has_no_part(monkeypatch):
    monkeypatch.setattr(benchmark, "function_run", lambda module: run)
    monkeypatch.setattr(benchmark, "AFTER", 0.05)
    monkeypatch.setattr(benchmark, "WINDOW", 0.01)
    seen = benchmark.watched("toy", benchmark.Window())
    assert 1 < seen.first < seen.calls and seen.seconds >= 0.01
