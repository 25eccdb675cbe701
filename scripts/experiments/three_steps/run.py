"""Do the three steps work: a function with unknown parameters, a loss from training data, optimization?

A line predicts the progression of diabetes from the body-mass index of real patients (Efron et al.,
2004, in scikit-learn). Errors are root mean squares, in points of the progression score.
"""

from statistics import fmean

import torch

from scripts.experiments.three_steps.columns import BMI, USUAL_BMI
from scripts.experiments.three_steps.patients import least_squares, load, split, with_one
from snippets.three_steps import gradient_descent, line, mean_squared_error

SETTINGS = {
    "100 training patients": {"train_size": 100},
    "200 training patients": {"train_size": 200},
    "400 training patients": {"train_size": 400},
}


def run(
    device,
    seed,
    *,
    repeats=40,
    steps=300,
    train_size=300,
    learning_rate=0.035,
    too_small=0.00035,
    too_large=0.06,
    candidates=((0.0, 0.0), (100.0, 20.0), (200.0, -5.0)),
):
    columns, y = load(device)
    x, untrained = columns[:, BMI] - USUAL_BMI, torch.zeros(2, dtype=torch.float64, device=device)
    distance, train_error, test_error, error_of_mean = [], [], [], []
    for repeat in range(repeats):
        train, test = (part.to(device) for part in split(seed, repeat, len(y), train_size))

        def loss(theta, x=x[train], y=y[train]):
            return mean_squared_error(line(theta, x), y)

        path = gradient_descent(loss, untrained, learning_rate, steps)
        best = least_squares(with_one(x[train]), y[train])
        distance.append((path[-1] - best).norm() / best.norm())
        train_error.append(loss(path[-1]).sqrt())
        test_error.append(mean_squared_error(line(path[-1], x[test]), y[test]).sqrt())
        error_of_mean.append(mean_squared_error(y[train].mean(), y[test]).sqrt())

        if repeat == 0:
            hessian = 2 * with_one(x[train]).T @ with_one(x[train]) / train_size
            first = {
                "train": {"x": x[train], "y": y[train]},
                "test": {"x": x[test], "y": y[test]},
                "optimum": best,
                "smallest_loss": loss(best),
                "hessian": hessian,
                "largest_rate": 2 / torch.linalg.eigvalsh(hessian)[-1],
                "candidate_error": [loss(torch.tensor(theta).to(x)).sqrt() for theta in candidates],
                "path": path,
                "too_small": gradient_descent(loss, untrained, too_small, steps)[:: max(1, steps // 30)],
                "too_large": gradient_descent(loss, untrained, too_large, 4),
            }
    errors = {"train": train_error, "test": test_error, "mean": error_of_mean}
    return {
        "patients": len(y),
        "test_size": len(y) - train_size,
        "candidates": candidates,
        "first": first,
        "distance": distance,
        "error": errors,
        "average_error": {name: fmean(map(float, values)) for name, values in errors.items()},
    }
