"""What happens far beyond the point where a model can fit every training example?

Least squares on ever more features, up to many times the number of examples: the 8×8 digits on random ReLU
features, with true labels and with some of them redrawn, and the curve of the trade-off on polynomials. Where
many parameters fit the training data exactly, the shortest are taken, as gradient descent from zero would.
"""

import torch
from mnist1d.data import get_dataset_args, make_dataset
from sklearn.datasets import load_digits

from scripts.evidence.chance import generator
from scripts.experiments.trade_off.curve_data import make_data
from snippets.polynomial import least_squares, legendre
from snippets.random_features import random_relu

DIGITS = "clean", "noisy", "noisier"
SETTINGS = {  # their valleys were found with seeds 0 to 4
    "MNIST-1D": {"data": "MNIST-1D", "valleys": (80, 50, 60), "repeats": 10},
    "100 training digits": {"examples": 100, "valleys": (50, 40, 40), "repeats": 10},
    "50 training digits": {"examples": 50, "valleys": (30, 30, 20), "repeats": 10},
}


def load(data):
    """Inputs (examples, numbers), about one in size, and classes (examples,)."""
    if data == "digits":
        images, digits = load_digits(return_X_y=True)
        return torch.tensor(images) / 16, torch.tensor(digits)
    signals = make_dataset(get_dataset_args())  # MNIST-1D: Greydanus and Kobak (2024)
    return torch.tensor(signals["x"]), torch.tensor(signals["y"]).long()


def fits(inputs, targets, examples, counts, ridges):
    """For each number of features: the training loss of the shortest fit, predictions for all other examples by it
    (others, outputs) and with each ridge (ridges, others, outputs), and the effective parameters of each (others,).

    Effective parameters: examples · |s(x)|² where f(x) = s(x) · labels (Curth et al., 2023).
    """
    identity = torch.eye(examples, dtype=inputs.dtype, device=inputs.device)
    for count in counts:
        known, new = inputs[:examples, :count], inputs[examples:, :count]
        weights = least_squares(known, identity)
        shares = new @ weights  # of each training label in each prediction
        loss = (known @ (weights @ targets) - targets).square().mean()
        penalties = ridges[:, None, None] * known.square().sum(1).mean()
        ridge = new @ least_squares(known, targets, penalties)
        yield loss, shares @ targets, ridge, examples * shares.square().sum(1)


def classify(seed, repeat, images, digits, sizes, relabelled, counts, ridges, device):
    """One draw: training losses, error rates in percent (features, labellings) without and with ridge, and effective
    parameters, each for all numbers of features."""
    examples, validation, _ = sizes
    chance = generator(seed, repeat)
    order = torch.randperm(len(images), generator=chance)[: sum(sizes)]
    inputs = random_relu(images[order].to(device), max(counts), chance)
    truth = digits[order]
    redraw, other = torch.rand(len(truth), generator=chance), torch.randint(10, truth.shape, generator=chance)
    labels = torch.stack([torch.where(redraw < share, other, truth) for share in relabelled], 1).to(device)
    truth = truth[:, None].to(device)  # the test labels stay true
    targets = torch.nn.functional.one_hot(labels[:examples], 10).to(inputs.dtype).flatten(1)
    losses, shortest, ridge, effective = [], [], [], []
    for loss, scores, ridge_scores, parameters in fits(inputs, targets, examples, counts, ridges):
        found, ridge_found = (s.unflatten(-1, (-1, 10)).argmax(-1) for s in (scores, ridge_scores))
        shortest.append((found[validation:] != truth[examples + validation :]).double().mean(0))
        wrong = (ridge_found[:, :validation] != labels[examples : examples + validation]).double().mean(1)
        wrong_test = (ridge_found[:, validation:] != truth[examples + validation :]).double().mean(1)
        ridge.append(wrong_test.gather(0, wrong.argmin(0, keepdim=True))[0])  # the penalty that validation picks
        effective.append(parameters[validation:].mean())
        losses.append(loss)
    return torch.stack(losses), 100 * torch.stack(shortest), 100 * torch.stack(ridge), torch.stack(effective)


def regress(seed, repeats, examples, test, noise, counts, device):
    """Test losses and effective parameters of polynomials: (repeats, features) each."""
    x, y = make_data(seed, repeats, (examples, test), noise, device)
    none = torch.zeros(1, dtype=torch.float64, device=device)
    loss, effective = [], []
    labels = [part[..., None] for part in y]
    for inputs, known, new in zip(legendre(torch.cat(x, 1), max(counts)), *labels, strict=True):
        found = list(fits(inputs, known, examples, counts, none))
        loss.append(torch.stack([(predictions - new).square().mean() for _, predictions, _, _ in found]))
        effective.append(torch.stack([parameters.mean() for *_, parameters in found]))
    return torch.stack(loss), torch.stack(effective)


def setting(name, counts, examples, valley, **curves):
    """A task's curves (repeats, features), and what is typical (geometric mean) of some places on them."""
    places = {"start": counts[0], "valley": valley, "threshold": examples, "twice": 2 * examples, "far": counts[-1]}
    typical = {
        kind: {place: rows[:, counts.index(count)].log().mean().exp() for place, count in places.items()}
        for kind, rows in curves.items()
    }
    return {"name": name, "features": counts, "places": places, "typical": typical, **curves}


def run(
    device,
    seed,
    *,
    repeats=30,
    data="digits",
    examples=200,
    validation=200,
    test=800,
    relabelled=(0.0, 0.2, 0.4),
    features=(5, 10, 20, 30, 40, 50, 60, 80, 100, 140, 180, 200, 220, 260, 400, 500, 1000, 2000),
    ridges=(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0),
    points=30,
    point_draws_per_repeat=3,  # their losses have heavy tails, and each draw is cheap
    noise=0.3,
    terms=(1, 2, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 35, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000),
    valleys=(80, 60, 50),  # where the test error is least below the threshold, found with seeds 0 to 9
    valley_of_terms=7,
):
    images, digits = load(data)
    sizes, penalties = (examples, validation, test), torch.tensor(ridges, dtype=torch.float64, device=device)
    draws = [
        classify(seed, repeat, images - images.mean(), digits, sizes, relabelled, features, penalties, device)
        for repeat in range(repeats)
    ]
    losses, shortest, ridge, effective = (torch.stack(parts) for parts in zip(*draws, strict=True))
    result = {}
    for place, (key, share, valley) in enumerate(zip(DIGITS, relabelled, valleys, strict=True)):
        curves = {"error": shortest[..., place], "ridge": ridge[..., place]}
        if key == "clean":
            curves["effective"] = effective  # no label enters here: the same for all three
        result[key] = setting(f"{100 * share:.0f} % random labels", features, examples, valley, **curves)
    draws = repeats * point_draws_per_repeat
    loss, effective = regress(seed, draws, points, test, noise, terms, device)
    result["polynomials"] = setting("polynomials", terms, points, valley_of_terms, error=loss, effective=effective)
    result["point_draws"] = draws
    beyond = [place for place, count in enumerate(features) if count > examples]
    return result | {"fitted_from": features[beyond[0]], "largest_loss_beyond": losses[:, beyond].max()}
