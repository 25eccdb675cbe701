"""torchtest2 on the same programs: its one call with its defaults, and which of its messages tell a planted cause."""

import torch
import torchtest2

COVERAGE, INDEPENDENCE, FLOW = {"optimizer_coverage"}, {"batch_independence"}, {"gradient_flow"}
NOT_FINITE = {"output_finite", "FAIL loss", "gradient_magnitude", "FAIL overfit_batch"}
TOO_LARGE = {"FAIL overfit_batch"}  # "lr too high?", or "check the learning rate"; a warning says "may be too low"

# fault: what names it, by the standard of our own checks: a flag (of WARN or FAIL where it does not say which) whose
# message has the cause among what it tells to look for. What is not listed here, it has no check for.
NAMES = {
    "pixels up to 255": {"initial_loss"},
    "large last layer": {"initial_loss"},
    "root in the loss": {"gradient_magnitude", "FAIL overfit_batch"},
    "NaN in an input": NOT_FINITE,
    "dead units": FLOW | {"output_varies"},
    "six sigmoid layers": FLOW | {"output_varies", "params_change"},
    "detached": FLOW,
    "unused layer": FLOW,
    "optimizer: last layer": COVERAGE,
    "head after the optimizer": COVERAGE,
    "learning rate 1e-6": {"overfit_batch"},
    "learning rate 1e-5": {"overfit_batch"},
    "learning rate 10": TOO_LARGE,
    "Adam with rate 0.5": TOO_LARGE,
    "dropout stays on": {"eval_determinism"},
    "LSTM without batch_first": INDEPENDENCE,
    "view for transpose": INDEPENDENCE,
    "softmax over batch, inside": INDEPENDENCE,
    "half the input ignored": {"input_dependency"},
    "NaN gradient, late": {"FAIL overfit_batch"},
    "root of zero, inside": {"gradient_magnitude", "FAIL overfit_batch"},
}
CHECKS = torchtest2.CHECKS


def flags(program, x, y, seed, device, steps=200):
    """What it warns of and what it fails, as "WARN check" and "FAIL check"; its default are 200 steps."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        net, optimizer, _ = program.parts()
    given = {"loss_fn": program.loss, "optimizer": optimizer, "overfit_steps": steps}
    report = torchtest2.check_model(net.to(device), x, y, **given)
    return [f"{each.status.value} {each.name}" for each in report if each.status.value in ("WARN", "FAIL")]
