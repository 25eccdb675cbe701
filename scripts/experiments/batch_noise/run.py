"""A small batch leaves a local minimum where the full batch is stuck: is it the batch, or the noise?

One parameter, whose loss has many minima: a wave of unknown frequency is fitted to points of another one. From the same
start, far from the true frequency: single examples, all examples, all at a larger rate, and all with noise added that
is as large as a single example's.
"""

import torch

from scripts.evidence.chance import generator

SETTINGS = {
    "noisy labels": {"label_noise": 0.3},
    "32 points": {"points": 32},
    "a slower wave": {"frequency": 2.0, "nearest": 3.2},
}


def slopes(w, x, y):
    """The derivative of each point's squared error with respect to w: (starts, points)."""
    return 2 * (torch.sin(w * x) - y) * x * torch.cos(w * x)


def run(
    device,
    seed,
    *,
    repeats=400,
    steps=3000,
    points=64,
    frequency=3.0,
    nearest=4.2,  # starts lie between this and `farthest`
    farthest=9.0,
    label_noise=0.0,
    rate=0.1,
    larger=0.3,
    arrived=0.25,  # this near to the true frequency
    sizes=(1, 2, 4, 8, 16),
    pictured=300,  # updates
):
    chance = [generator(seed, repeat, 0) for repeat in range(repeats)]
    x = torch.stack([6 * torch.rand(points, generator=each) - 3 for each in chance]).double()
    noise = torch.stack([torch.randn(points, generator=each) for each in chance]).double()
    y = torch.sin(frequency * x) + label_noise * noise
    start = torch.stack([torch.rand(1, generator=each) for each in chance]).double()
    start = nearest + (farthest - nearest) * start
    draws = generator(seed, 0, 1)  # one stream for all starts: each takes numbers of its own from it

    def descend(rate, gradient):
        w, path = start.clone(), []
        for step in range(steps):
            if step < pictured:
                path.append(w[:, 0].clone())
            w = w - rate * gradient(w)
        return (w[:, 0] - frequency).abs() < arrived, torch.stack(path)

    def full(w):
        return slopes(w, x, y).mean(1, keepdim=True)

    def batch(size):
        def gradient(w):
            drawn = torch.randint(points, (repeats, size), generator=draws)
            return slopes(w, x.gather(1, drawn), y.gather(1, drawn)).mean(1, keepdim=True)

        return gradient

    def noisy(w):
        each = slopes(w, x, y)
        spread = each.std(1, keepdim=True, correction=0)
        return each.mean(1, keepdim=True) + spread * torch.randn(repeats, 1, generator=draws, dtype=torch.float64)

    arms = {f"batch {size}": (rate, batch(size)) for size in sizes}
    arms |= {"full": (rate, full), "full, larger rate": (larger, full), "full, noise added": (rate, noisy)}
    arrivals, paths = {}, {}
    for name, arm in arms.items():
        arrivals[name], paths[name] = descend(*arm)
    near = (paths["batch 1"] - frequency).abs() < arrived
    stuck_first = ~near[: pictured // 4].any(0) & near[-1] & ~arrivals["full"]
    shown = int(stuck_first.double().argmax())  # the first of those, for the picture
    grid = torch.linspace(1.5, 9.5, 400, dtype=torch.float64)
    curve = (torch.sin(grid[:, None] * x[shown]) - y[shown]).square().mean(1)
    return {
        "arrived": arrivals,  # (repeats,) an arm
        "share": {name: 100 * values.double().mean() for name, values in arrivals.items()},
        "frequencies": grid,
        "loss": curve,  # of the start that is shown, at each of the frequencies
        "paths": {name: paths[name][:, shown] for name in ("batch 1", "full")},  # its first updates
        "frequency": frequency,
        "largest": sizes[-1],
    }
