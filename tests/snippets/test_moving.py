"""What does not fit is refused by every rule, and nothing moves."""

import pytest
import torch

from snippets.adagrad import adagrad_step
from snippets.adam import adam_step
from snippets.moving import moving
from snippets.muon import muon_step
from snippets.radam import radam_step
from snippets.rmsprop import rmsprop_step
from tests.snippets.rules import broken, ready

RULES = [adagrad_step, adam_step, muon_step, radam_step, rmsprop_step]


@pytest.mark.parametrize("rule", RULES)
def test_a_frozen_parameter_stays_and_the_others_move(rule):
    frozen, theta, state = torch.ones(2, 2), ready(3, 3), {}
    rule([frozen, theta], state, 0.1)
    assert torch.equal(frozen, torch.ones(2, 2)) and (theta < 1).all()
    assert [*state] == [theta] and state[theta]["steps"] == 1


@pytest.mark.parametrize("rule", RULES)
def test_a_generator_will_do_and_the_state_goes_on(rule):
    theta, state = ready(3, 3), {}
    for _ in range(3):
        rule((each for each in [theta]), state, 0.1)
    assert state[theta]["steps"] == 3


@pytest.mark.parametrize("rule", RULES)
def test_a_parameter_given_twice_moves_once(rule):
    once, twice, state = ready(3, 3), ready(3, 3), {}
    rule([once], {}, 0.1)
    rule([twice, twice], state, 0.1)
    assert torch.equal(once, twice) and state[twice]["steps"] == 1


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("kind", "says"), [(torch.complex64, "view_as_real"), (torch.float16, "float32")])
def test_a_kind_that_the_rules_cannot_move_is_refused(rule, kind, says):
    theta, state = torch.ones(3, 3, dtype=kind, requires_grad=True), {}
    theta.grad = torch.ones(3, 3, dtype=kind)
    with pytest.raises(ValueError, match=says):
        rule([theta], state, 0.1)
    assert torch.equal(theta.detach(), torch.ones(3, 3, dtype=kind)) and state == {}


@pytest.mark.parametrize("rule", RULES)
def test_a_sparse_gradient_is_refused(rule):
    net = torch.nn.Embedding(4, 3, sparse=True)
    net(torch.tensor([1, 2])).sum().backward()
    with pytest.raises(ValueError, match="sparse=False"):
        rule([net.weight], {}, 0.1)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_gradient_that_is_not_finite_is_refused_and_nothing_moves(rule, value):
    first, theta, state = ready(3, 3), broken(value), {}
    with pytest.raises(ValueError, match="not finite"):
        rule([first, theta], state, 0.1)
    assert torch.equal(first.detach(), torch.ones(3, 3)) and torch.equal(theta.detach(), torch.ones(3, 3))
    assert state == {}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("parameters", "state", "rate", "says"),
    [
        ([], {}, 0.1, "made anew"),
        (iter([]), {}, 0.1, "made anew"),
        (ready(3, 3), {}, 0.1, "made anew"),
        ([("weight", ready(3, 3))], {}, 0.1, "made anew"),
        ([torch.ones(3, 3, requires_grad=True)], {}, 0.1, "loss.backward"),
        ([ready(3, 3)], [], 0.1, "state is a dict"),
        ([ready(3, 3)], {}, 0.0, "rate above 0"),
        ([ready(3, 3)], {}, -0.1, "rate above 0"),
        ([ready(3, 3)], {}, float("nan"), "rate above 0"),
        ([ready(3, 3)], {}, float("inf"), "rate above 0"),
    ],
)
def test_what_does_not_fit_is_refused(rule, parameters, state, rate, says):
    with pytest.raises(ValueError, match=says):
        rule(parameters, state, rate)


@pytest.mark.parametrize(
    ("rule", "how"),
    [
        (adagrad_step, {"eps": -1e-8}),
        (adam_step, {"betas": (0.9, 1.0)}),
        (adam_step, {"betas": (-0.1, 0.999)}),
        (adam_step, {"decay": -0.1}),
        (adam_step, {"l2": float("nan")}),
        (muon_step, {"momentum": 1.0}),
        (muon_step, {"decay": float("inf")}),
        (radam_step, {"betas": (0.9, 0.5)}),
        (radam_step, {"betas": (0.9, 1.0)}),
        (rmsprop_step, {"alpha": 1.0}),
        (rmsprop_step, {"alpha": float("nan")}),
    ],
)
def test_a_number_out_of_its_range_is_refused(rule, how):
    theta = ready(3, 3)
    with pytest.raises(ValueError, match=r"from 0 to below 1|at least 0|above 2/3"):
        rule([theta], {}, 0.1, **how)
    assert torch.equal(theta.detach(), torch.ones(3, 3))


def test_a_parameter_of_another_shape_is_refused_and_no_step_is_counted():
    first, theta, state = ready(3), ready(3), {}
    adam_step([first, theta], state, 0.1)
    state[theta]["m"] = torch.zeros(2)
    with pytest.raises(ValueError, match="changed its shape"):
        moving([first, theta], state, 0.1)
    assert state[first]["steps"] == state[theta]["steps"] == 1
