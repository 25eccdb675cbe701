"""Figures that move: what the page computes is what the snippets and the experiments compute."""

import math

import pytest
import torch

from scripts.evidence import line_fit
from scripts.experiments.loss_surfaces.run import steps_out
from scripts.experiments.momentum_landscapes.landscape import path_of
from scripts.experiments.slopes.run import down
from snippets import schedules
from snippets.adagrad import adagrad_step
from snippets.losses import cross_entropy, squared_error
from snippets.polynomial import least_squares, legendre
from snippets.three_steps import gradient_descent
from tests.site.moves import data

NEAR = 1e-9


def close(ours, theirs):
    assert math.isclose(ours, theirs, rel_tol=NEAR, abs_tol=NEAR), (ours, theirs)


@pytest.fixture(scope="module")
def computed(browser, where):
    """{kind: {value of the slider: what the page computes}}"""
    context, found = browser.new_context(), {}
    page = context.new_page()
    for kind, built in where.items():
        page.goto(built.file.as_uri())
        found[kind] = page.evaluate(
            """kind => {
              const data = JSON.parse(document.querySelector(`[data-kind=${kind}] script`).textContent)
              return data.values.map(value => [value, Moving.kinds[kind](value, data, 1).numbers])
            }""",
            kind,
        )
    context.close()
    return found


def test_step_sizes_are_the_snippets(computed):
    own = data("step-size")
    best, hessian = (torch.tensor(own[name], dtype=torch.float64) for name in ("best", "hessian"))

    def loss(theta):
        return own["least"] + (theta - best) @ hessian @ (theta - best) / 2

    for rate, numbers in computed["step-size"][::4]:
        end = gradient_descent(loss, torch.zeros(2, dtype=torch.float64), rate, own["steps"])[-1]
        for ours, theirs in zip(numbers["end"], end.tolist(), strict=True):
            close(ours, theirs)
        close(numbers["error"], loss(end).sqrt().item())


def test_ten_points_are_the_experiments(computed):
    own = data("ten-points")
    x, y = zip(*own["points"], strict=True)
    of = len(x), sum(x), sum(a * a for a in x), sum(y), sum(a * b for a, b in zip(x, y, strict=True))
    assert own["points"] == [[*each] for each in line_fit.POINTS]
    for rate, numbers in (computed["ten-points"][15], computed["ten-points"][27]):
        *_, (b, w, _) = line_fit.path(of, own["start"], own["steps"] + 1, rate, root=math.sqrt)
        assert numbers["b"] == pytest.approx(b, rel=1e-9) and numbers["w"] == pytest.approx(w, rel=1e-9)
    assert [numbers["out"] > 0 for rate, numbers in computed["ten-points"]] == [
        rate > own["limit"] for rate in own["values"]
    ]


def test_own_rates_are_the_snippets(computed):
    own = data("own-rates")
    for steep, numbers in computed["own-rates"][::9]:
        curvatures = torch.tensor([1, steep], dtype=torch.float64)
        theta, state = torch.tensor(own["start"], dtype=torch.float64, requires_grad=True), {}
        for _ in range(own["steps"]):
            theta.grad = curvatures * theta.detach()
            adagrad_step([theta], state, own["rate"], mean=True)
        close(numbers["own"], theta.detach().norm().item())
        end = torch.tensor(own["start"]).double() * (1 - own["share"] * 2 / (1 + steep) * curvatures) ** own["steps"]
        close(numbers["single"], end.norm().item())


def test_momentum_is_the_experiments(computed):
    own = data("momentum")
    landscape = [torch.tensor(own[name], dtype=torch.float64)[None] for name in ("knots", "heights", "tilt")]
    values, numbers = zip(*computed["momentum"], strict=True)
    start = torch.tensor([own["start"] * len(values)], dtype=torch.float64)
    paths = path_of(start, own["rate"], torch.tensor(values, dtype=torch.float64), own["steps"], landscape)[:, 0].T
    for path, found in zip(paths, numbers, strict=True):
        for name, knot in ("across", 2), ("over", 4):
            beyond = path > own["knots"][knot]
            assert found[name] == (int(beyond.int().argmax()) if beyond.any() else -1)
        assert found["end"] == pytest.approx(path[-1].item(), abs=NEAR)


def test_sigma_is_the_experiments(computed):
    import numpy

    own = data("sigma")
    slope = [numpy.array([own[name]]) for name in ("flat", "high", "width")]
    for memory, numbers in computed["sigma"]:
        theirs = down(*slope, own["rate"], memory, 20_000)
        assert (numbers["first"], numbers["behind"]) == (theirs["first"][0], theirs["last"][0])
        assert numbers["sigma"] == pytest.approx(theirs["sigma"][0] * own["flat"], rel=1e-5)  # their ε is 0


def test_schedules_are_the_snippets(computed):
    own = data("warm-up")
    steps = own["steps"]
    shapes = {
        "step": schedules.steps(own["every"]),
        "exponential": schedules.exponential(own["halving"]),
        "cosine to zero": schedules.cosine(steps),
        "cosine to a tenth": schedules.cosine(steps, own["end"]),
        "linear to zero": schedules.linear(steps),
        "inverse root": schedules.inverse_root(own["scale"]),
        "stable, then down": schedules.stable(steps, own["cooldown"]),
    }
    for warm, numbers in computed["warm-up"][::8]:
        assert [*numbers] == [*shapes]
        for name, shape in shapes.items():
            warmed = schedules.warmed(shape, warm) if warm else shape
            close(numbers[name][0], sum(map(shape, range(steps))) / steps)
            close(numbers[name][1], sum(map(warmed, range(steps))) / steps)


def test_the_law_of_the_batch_size(computed):
    own = data("batch-size")
    for size, numbers in computed["batch-size"]:
        close(numbers["updates"], own["least"] * (1 + own["critical"] / size))
        close(numbers["seen"], own["least"] * (size + own["critical"]))
    at = dict(computed["batch-size"])
    for size, mean in zip(own["sizes"], own["means"], strict=True):
        assert at[size]["updates"] == pytest.approx(mean, rel=0.15), "the law is near what was measured"


def test_losses_and_gradients_are_the_snippets(computed):
    for gap, numbers in computed["loss-surfaces"][::5]:
        scores = torch.tensor([[-gap / 2, gap / 2, -1000]], dtype=torch.float64, requires_grad=True)
        right = torch.zeros(1, dtype=torch.long)
        close(numbers["loss"], cross_entropy(scores, right).item())
        squared_error(scores, right).backward()
        assert numbers["gradient"] == pytest.approx(scores.grad.norm().item(), rel=1e-8)
    for gap in 5, 10, 13:
        found = dict(computed["loss-surfaces"])[gap]
        assert [found[name] for name in ("entropy", "squared")] == [steps_out(n, gap) for n in ("entropy", "squared")]


def test_polynomials_are_the_snippets(computed):
    own = data("polynomial")
    x, y = torch.tensor(own["points"], dtype=torch.float64).T
    for degree, numbers in computed["polynomial"]:
        inputs = legendre(x, max(degree + 1, 2))[:, : degree + 1]
        for ours, start in zip(numbers["fits"], own["starts"], strict=True):
            begin = torch.tensor(start[: degree + 1], dtype=torch.float64)[:, None]
            theirs = begin + least_squares(inputs, y[:, None] - inputs @ begin)
            assert ours == pytest.approx(theirs[:, 0].tolist(), abs=NEAR)


def test_batch_statistics_are_near_their_formula(computed):
    for size, numbers in computed["batch-statistics"]:
        close(numbers["expected"], math.sqrt(2 / size) * math.gamma(size / 2) / math.gamma((size - 1) / 2))
        assert numbers["ours"] == pytest.approx(numbers["expected"], rel=0.04)
        assert numbers["torchs"] == pytest.approx(1, rel=0.04)
