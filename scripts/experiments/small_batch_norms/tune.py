"""Which learning rate has the best validation accuracy, for each normalization and each batch size?"""

from statistics import fmean

from scripts.experiments.small_batch_norms.run import CONVOLUTIONS, RATES, SIZES, train

GRIDS = {
    2: (0.003, 0.01, 0.03, 0.1),
    8: (0.01, 0.03, 0.1, 0.3),
    32: (0.03, 0.1, 0.3, 1.0),
    128: (0.03, 0.1, 0.3, 1.0),
}
HIGHER = {"instance": 10 / 3}  # the same grid, moved


def run(device, seed, *, repeats=1):
    found = {}
    for place, size in enumerate(SIZES):
        grid = {kind: [float(f"{HIGHER.get(kind, 1) * rate:.1g}") for rate in GRIDS[size]] for kind in RATES}
        jobs = [(kind, rate) for kind in RATES for rate in grid[kind]]
        how = {"batch_size": size, "epochs": 3, "examples": 1000, "layers": CONVOLUTIONS, "data": "MNIST-1D"}
        scores = dict(zip(jobs, train(device, seed, jobs, repeats=repeats, part="validation", **how), strict=True))
        for kind in RATES:
            found[f"{kind}, batches of {size}"] = {
                "grid": grid[kind],
                "scores": [100 - fmean(scores[kind, rate]) for rate in grid[kind]],
                "used": RATES[kind][place],
                "score": "validation error in percent",
            }
    return found
