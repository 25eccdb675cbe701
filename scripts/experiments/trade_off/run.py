"""How complex should a model be, and where is the bottom of the test loss?

Polynomials are fitted to noisy examples of one smooth curve, with one feature more each time. Every fit is
linear in the labels, f(x) = s(x) · y, so bias and variance of a fit follow from s without drawing any noise.
"""

import torch

from scripts.experiments.trade_off.curve_data import CURVES, make_data
from snippets.polynomial import least_squares, legendre

LINE, FLEXIBLE = 2, 14  # features of a straight line, and of the most complex model


def curves(seed, repeats, sizes, noise, features, device, curve):
    """The losses of each repeat and complexity, and what its fits owe to bias and to variance: (repeats, features)."""
    x, y = make_data(seed, repeats, sizes, noise, device, curve)
    truth = CURVES[curve]
    parts = {name: [] for name in ("train", "validation", "test", "bias", "variance")}
    identity = torch.eye(sizes[0], dtype=torch.float64, device=device)
    for count in features:
        pseudoinverse = least_squares(legendre(x[0], count), identity)
        theta = pseudoinverse @ y[0][..., None]
        for name, inputs, labels in zip(("train", "validation", "test"), x, y, strict=True):
            parts[name].append(((legendre(inputs, count) @ theta)[..., 0] - labels).square().mean(1))
        s = legendre(x[2], count) @ pseudoinverse  # the share of each training label in each test prediction
        parts["bias"].append(((s @ truth(x[0])[..., None])[..., 0] - truth(x[2])).square().mean(1))
        parts["variance"].append(noise**2 * s.square().sum(2).mean(1))
    return {name: torch.stack(columns, 1) for name, columns in parts.items()}


SETTINGS = {
    "noise 0.1": {"noise": 0.1, "repeats": 100},
    "noise 0.6": {"noise": 0.6, "repeats": 100},
    "15 validation examples": {"validation": 15, "repeats": 100},
    "100 validation examples": {"validation": 100, "repeats": 100},
    "60 training examples": {"examples": 60, "repeats": 100},
    "a peak in place of the wave": {"curve": "peak", "repeats": 100},
}


def typical(values):
    """The geometric mean over the repeats: some test losses are a thousand times the others."""
    return values.log().mean(0).exp()


def spread(values):
    """The ninth decile over the first."""
    return values.quantile(0.9) / values.quantile(0.1)


def run(
    device,
    seed,
    *,
    repeats=400,
    examples=30,
    validation=30,
    more_examples=300,
    test=500,
    noise=0.3,
    curve="wave",
    near=1.25,  # times the best loss: a quarter more would send nobody back to choose again
):
    features = torch.arange(1, FLEXIBLE + 1)
    found = curves(seed, repeats, (examples, validation, test), noise, features.tolist(), device, curve)
    more = curves(seed, repeats, (more_examples, validation, test), noise, features.tolist(), device, curve)
    chosen = found["validation"].argmin(1, keepdim=True)
    bottom, bottom_with_more = ((part["bias"] + part["variance"]).argmin(1) + 1 for part in (found, more))
    chosen_test, best_test = found["test"].gather(1, chosen)[:, 0], found["test"].min(1).values
    place = typical(found["test"]).argmin()
    rises, falls = found["train"].diff(dim=1), -found["variance"].diff(dim=1)
    return {
        "features": features,
        "train": found["train"],
        "test": found["test"],
        "bias": found["bias"],
        "variance": found["variance"],
        "chosen": chosen[:, 0] + 1,
        "chosen_test": chosen_test,
        "best_test": best_test,
        "near": near,
        "percent_near": 100 * (chosen_test <= near * best_test).double().mean(),
        "bottom": bottom,
        "bottom_with_more": bottom_with_more,
        "typical": {name: typical(found[name]) for name in ("train", "test", "bias", "variance")},
        "typical_bottom": place + 1,
        "spread": {"line": spread(found["test"][:, LINE - 1]), "flexible": spread(found["test"][:, FLEXIBLE - 1])},
        "picked_near": 100 * ((chosen - place).abs() <= 1).double().mean(),
        "mean_bottom": bottom.double().mean(),
        "mean_bottom_with_more": bottom_with_more.double().mean(),
        "typical_with_more": typical(more["test"]),
        "line": LINE,
        "flexible": FLEXIBLE,
        "noise_variance": noise**2,
        "largest_rise_of_train": max(0.0, rises.max().item()),
        "largest_fall_of_variance": max(0.0, (falls / found["variance"][:, 1:]).max().item()),
    }
