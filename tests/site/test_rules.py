"""The rules and surfaces of docs/assets/js/rules.js are those of the snippets and of the experiments, to 1e-9."""

import math

import numpy
import pytest
import torch

from scripts.engine.places import PUBLISHED, ROOT
from scripts.engine.store import read
from scripts.evidence import line_fit
from scripts.experiments.momentum_landscapes import landscape
from scripts.site.surfaces import RULES, SURFACES, surface
from snippets.adagrad import adagrad_step
from snippets.adam import adam_step
from snippets.momentum import momentum_step
from snippets.rmsprop import rmsprop_step

STEPS, NEAR = 200, 1e-9
SUMS = [float(each) for each in line_fit.sums(*numpy.array(line_fit.POINTS).T)]
USUAL = {"momentum": 0.9, "memory": 0.99}
MORE = {  # settings other than the usual ones
    "momentum": {"momentum": 0.7},
    "rmsprop": {"memory": 0.9},
    "adam": {"momentum": 0.8, "memory": 0.95},
    "adamw": {"momentum": 0.5, "memory": 0.999, "decay": 0.3},
}
FALLS = {"constant": lambda t: 1, "root": lambda t: 1 / math.sqrt(1 + t), "hyperbola": lambda t: 1 / (1 + t / 1000)}


def double(*values):
    return torch.tensor(values, dtype=torch.float64)


def by_torch(name):
    """The loss as torch computes it, of a tensor of parameters."""
    own = surface(name)
    if name == "ten-points":
        x, y = torch.tensor(line_fit.POINTS, dtype=torch.float64).T
        return lambda theta: (theta[0] + theta[1] * x - y).square().sum()
    if name == "product":
        return lambda theta: (1 - theta[0] * theta[1]) ** 2
    if name == "crescent":
        return lambda theta: (1 - theta[0]) ** 2 + own["steep"] * (theta[1] - theta[0] ** 2) ** 2
    if name == "hump":
        parts = double(own["knots"]), double(own["heights"]), double(own["tilt"])
        return lambda theta: landscape.loss(theta[None], *parts)[0, 0]
    return lambda theta: -(own["flat"] * theta[0] + own["high"] * torch.sigmoid(theta[0] / own["width"]))


def sums_of_squares(theta):
    """The gradient in the experiment's own order: some of these paths are chaotic, and a rounding error grows a
    millionfold within two hundred steps. That it is torch's gradient is a claim of that experiment."""
    n, sx, sxx, sy, sxy = SUMS
    b, w = theta.tolist()
    return 2 * (n * b + w * sx - sy), 2 * (b * sx + w * sxx - sxy)


def stepper(rule, theta, settings):
    """rate -> one step of the snippet's rule."""
    momentum, memory = settings["momentum"], settings["memory"]
    betas, state, movements = (momentum, memory), {}, [torch.zeros_like(theta)]
    return {
        "sgd": lambda rate: momentum_step([theta], movements, rate, 0.0),
        "momentum": lambda rate: momentum_step([theta], movements, rate, momentum),
        "average": lambda rate: adagrad_step([theta], state, rate, mean=True),
        "adagrad": lambda rate: adagrad_step([theta], state, rate),
        "rmsprop": lambda rate: rmsprop_step([theta], state, rate, alpha=memory),
        "adam": lambda rate: adam_step([theta], state, rate, betas),
        "adamw": torchs_adamw(theta, betas, settings["decay"]),
    }[rule]


def torchs_adamw(theta, betas, decay):
    optimizer = torch.optim.AdamW([theta], betas=betas, weight_decay=decay)

    def step(rate):
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()

    return step


def in_python(name, rule, settings):
    loss, theta = by_torch(name), double(*surface(name)["start"]).requires_grad_()
    gradient = sums_of_squares if name == "ten-points" else lambda at: torch.autograd.grad(loss(at), at)[0].tolist()
    step, path, losses = stepper(rule, theta, settings), [], []
    for t in range(STEPS + 1):
        value = loss(theta)
        path.append(theta.tolist())
        losses.append(value.item())
        if t < STEPS:
            theta.grad = double(*gradient(theta))
            step(settings["rate"] * FALLS[settings["falls"]](t))
    return double(*path), double(*losses)


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "docs" / "assets" / "js" / "rules.js")
    yield page
    page.close()


def all_settings(name, rule):
    usual = {"rate": surface(name)["rates"][rule], "decay": 0.01, "falls": "constant"} | USUAL
    usual |= {"memory": 0.999} if rule.startswith("adam") else {}
    yield {"rate": usual["rate"]}, usual
    changed = usual | MORE.get(rule, {}) | {"falls": "root" if name == "crescent" else "hyperbola"}
    yield changed, changed


@pytest.mark.parametrize("name", SURFACES)
def test_paths_are_those_of_the_snippets(page, name):
    data = {name: surface(name)}
    for rule in RULES:
        for asked, whole in all_settings(name, rule):
            run = page.evaluate(
                """([data, name, rule, settings, steps]) => {
                  const surface = Rules.surfaces(data)[name]
                  return Rules.path(surface, rule, surface.start, settings, steps)
                }""",
                [data, name, rule, asked, STEPS],
            )
            path, losses = in_python(name, rule, whole)
            assert run["left"] is None, "the test asks for rates at which it stays"
            for ours, theirs in (run["theta"], path), (run["loss"], losses):
                apart = (torch.tensor(ours, dtype=torch.float64) - theirs).abs() / theirs.abs().clamp(min=1)
                assert apart.max() <= NEAR, (rule, asked, apart.max())


def test_every_rule_is_known_to_both(page):
    assert page.evaluate("Object.keys(Rules.rules)") == [*RULES]
    assert page.evaluate("Object.keys(Rules.falls)") == [*FALLS]


def test_surfaces_are_those_of_the_experiments():
    drawn = read("momentum_landscapes", PUBLISHED)["result"]["first"]
    parts = [double(surface("hump")[key]) for key in ("knots", "heights", "tilt")]
    torch.testing.assert_close(parts[0][0], double(*drawn["knots"]), rtol=0, atol=1e-4)
    heights = landscape.loss(double(*drawn["w"])[None], *parts)[0]
    torch.testing.assert_close(heights, double(*drawn["loss"]), rtol=0, atol=1e-4)
    curve, loss = read("slopes", PUBLISHED)["result"]["slope"], by_torch("slope")
    for x, expected in zip(curve["x"], curve["loss"], strict=True):
        assert math.isclose(loss(double(x)), expected, rel_tol=1e-4, abs_tol=1e-4)


def test_curvature_is_the_largest_eigenvalue(page):
    limit = read("ten_points", PUBLISHED)["result"]["limit"]
    data = {name: surface(name) for name in SURFACES}
    curvature = "([data, name, theta]) => Rules.curvature(Rules.surfaces(data)[name], theta)"
    assert math.isclose(2 / page.evaluate(curvature, [data, "ten-points", [-120, -4]]), limit, rel_tol=1e-5)
    for name in SURFACES:
        theta = double(*surface(name)["start"]) + 0.01
        hessian = torch.autograd.functional.hessian(by_torch(name), theta)
        found = page.evaluate(curvature, [data, name, theta.tolist()])
        assert math.isclose(found, torch.linalg.eigvalsh(hessian)[-1], rel_tol=1e-4, abs_tol=1e-6), name


def test_a_path_ends_where_nothing_comes_back_from(page):
    data = {"ten-points": surface("ten-points")}
    run = page.evaluate(
        "data => Rules.path(Rules.surfaces(data)['ten-points'], 'sgd', [-120, -4], {rate: 1e-2}, 50)", data
    )
    assert run["left"] == 1 and len(run["theta"]) == len(run["loss"]) == 2
