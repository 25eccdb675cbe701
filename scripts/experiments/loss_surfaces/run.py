"""How steep are cross entropy and squared error where a classifier is sure and wrong, and what are their fixed numbers?

Three classes, of which the first is right; the third has a score so low that it plays no part. All in float64, but
where it is asked when a share rounds to zero.
"""

import math

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, one_hot

from snippets.losses import cross_entropy as own_cross_entropy
from snippets.losses import softmax, squared_error

EXAMPLE = (3.0, 1.0, -3.0)
CORNER, BALL = (-10.0, 10.0), (-7.0, 6.0)
TARGETS = ((1.0, 0.0, 0.0), (0.9, 0.05, 0.05), (0.5, 0.3, 0.2))


def run(
    device,
    *,
    reach=10.0,
    points=41,
    third=-1000.0,
    gaps=(5, 10, 13),
    class_counts=(2, 3, 4, 10, 100, 1000),
    smoothing=0.1,
    batch_size=32,
):
    one = torch.linspace(-reach, reach, points, dtype=torch.float64, device=device)
    first, second = (each.flatten() for each in torch.meshgrid(one, one, indexing="ij"))
    scores = torch.stack([first, second, torch.full_like(first, third)], 1)
    losses = {
        name: surface(loss, scores) for name, loss in (("entropy", own_cross_entropy), ("squared", squared_error))
    }
    gap = second - first
    share = gap.sigmoid()  # of the wrong class
    known = {
        "entropy": (torch.nn.functional.softplus(gap), 2**0.5 * share),
        "squared": (2 * share**2, 4 * 2**0.5 * share**2 * (-gap).sigmoid()),
    }
    errors = [(a - b).abs().max() for name in known for a, b in zip(losses[name], known[name], strict=True)]
    line = torch.linspace(-2 * reach, 2 * reach, 2 * points - 1, dtype=torch.float64, device=device)
    line_scores = torch.stack([-line / 2, line / 2, torch.full_like(line, third)], 1)
    profile = {
        name: surface(loss, line_scores) for name, loss in (("entropy", own_cross_entropy), ("squared", squared_error))
    }
    return {
        "example": softmax(torch.tensor(EXAMPLE, dtype=torch.float64)),
        "axis": one,
        "gap": line,
        "loss": {name: each[0] for name, each in profile.items()},
        "gradient": {name: each[1] for name, each in profile.items()},
        "closed_form_error": max(errors),
        "at": {name: place(where, third) for name, where in (("corner", CORNER), ("ball", BALL))},
        "steps_out": {name: [steps_out(name, gap) for gap in gaps] for name in ("entropy", "squared")},
        **identities(scores, device),
        **fixed_numbers(class_counts, smoothing, batch_size),
        "rounds_to_zero": {
            str(kind).removeprefix("torch."): zero_gap(kind)
            for kind in (torch.float64, torch.float32, torch.bfloat16, torch.float16)
        },
    }


def surface(loss, scores):
    """Each point's loss, and the length of its gradient, where the first class is right."""
    scores = scores.clone().requires_grad_()
    labels = torch.zeros(1, dtype=torch.long, device=scores.device)
    values = torch.stack([loss(each[None], labels) for each in scores])
    (gradient,) = torch.autograd.grad(values.sum(), scores)
    return values.detach(), gradient.norm(dim=1)


def place(where, third):
    point = torch.tensor([[*where, third]], dtype=torch.float64)
    found = {}
    for name, loss in (("entropy", own_cross_entropy), ("squared", squared_error)):
        value, gradient = surface(loss, point)
        found[name] = {"loss": value[0], "gradient": gradient[0]}
    return found | {"ratio": found["entropy"]["gradient"] / found["squared"]["gradient"]}


def steps_out(name, gap):
    """Steps of gradient descent on the two scores, at rate 1, until the right class has the larger one."""
    steps = 0
    while gap > 0:
        wrong = 1 / (1 + math.exp(-gap))
        gap -= 2 * (wrong if name == "entropy" else 4 * wrong**2 * (1 - wrong))
        steps += 1
    return steps


def identities(scores, device):
    """Largest errors of two identities, over all places of the surface."""
    near = scores.clone()
    near[:, 2] = -3.0  # so that every share has a logarithm
    logs = near.log_softmax(1)
    likelihood = torch.distributions.Categorical(logits=near)
    labels = torch.arange(len(near), device=device) % 3
    nll = -likelihood.log_prob(labels).mean()
    kl_error = 0.0
    for target in TARGETS:
        q = torch.tensor(target, dtype=torch.float64, device=device)
        entropy = -torch.xlogy(q, q).sum()
        divergence = (torch.xlogy(q, q) - q * logs).sum(1)
        crossed = cross_entropy(near, q.expand_as(near), reduction="none")
        kl_error = max(kl_error, (crossed - entropy - divergence).abs().max().item())
    hot = one_hot(labels, 3).to(near)
    by_hand = -(hot * softmax(near).log()).sum(1).mean()
    return {
        "likelihood_error": max((nll - own_cross_entropy(near, labels)).abs(), (nll - by_hand).abs()),
        "divergence_error": kl_error,
    }


def fixed_numbers(class_counts, smoothing, batch_size):
    """The loss of a guess, and the least that cannot be gone below, where something keeps the loss above zero."""
    floors, errors = {}, []
    for classes in class_counts:
        right = torch.zeros(1, dtype=torch.long)
        perfect = one_hot(right, classes).double()  # the shares of a softmax that cannot be bettered
        measured = cross_entropy(perfect, right).item()
        floors[str(classes)] = math.log(1 + (classes - 1) / math.e)
        errors.append(abs(measured - floors[str(classes)]))
    smooth = {}
    for classes in class_counts:
        q = [1 - smoothing + smoothing / classes] + [smoothing / classes] * (classes - 1)
        smooth[str(classes)] = -sum(share * math.log(share) for share in q)
        best = torch.tensor([q], dtype=torch.float64).log()
        measured = cross_entropy(best, torch.tensor([0]), label_smoothing=smoothing).item()
        errors.append(abs(measured - smooth[str(classes)]))
    yes, no = (
        binary_cross_entropy_with_logits(*(torch.tensor(float(v), dtype=torch.float64),) * 2).item() for v in (1, 0)
    )
    errors += [abs(yes - math.log(1 + 1 / math.e)), abs(no - math.log(2))]
    guesses = {str(classes): math.log(classes) for classes in class_counts}
    return {
        "floors": floors,
        "smooth_floors": smooth,
        "sigmoid_floors": {"yes": yes, "no": no, "half": (yes + no) / 2},
        "guesses": guesses,
        "summed_guess": batch_size * guesses["10"],
        "floor_error": max(errors),
    }


def zero_gap(kind):
    """The least gap, in hundredths, at which softmax gives the lower of two scores a share of exactly 0."""
    gaps = torch.arange(0, 80_000, dtype=torch.float64) / 100
    shares = torch.stack([torch.zeros_like(gaps), gaps], 1).to(kind).softmax(1)[:, 0]
    return gaps[shares == 0].min()
