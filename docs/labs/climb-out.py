# %% [markdown]
# # Lab: climb out
#
# **The loss is stuck at 2.303, and nothing moves. A local minimum? Should you wait, or begin anew?** You find out with
# five small functions: how long the gradient is, how the loss curves, which way leads down, how to step there, and what
# momentum does about it.
#
# You see a symptom, and mend *one* function. A check tells whether the function is right now, and if not, why not. Your
# own fix stays, and the next task builds on it. Below each task a hint and a solution are folded. **If you give up,
# copy the solution over the task and run that.**
#
# The machine needs some seconds for all of it, you need half an hour, and both of you need torch, scikit-learn and
# matplotlib. What the site shows was printed with our solutions. The chapter behind it is
# [Stuck on a plateau](../training/critical-points.md).

# %%
# %config InlineBackend.figure_formats = ["svg"]
import copy
from math import log

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.func import functional_call
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)  # second derivatives need the digits

# %% fold="Tools: a check, and curves"
RIGHT = {}


def check(sentences):
    """Make a check of a generator: the first sentence that it yields is printed."""
    task = sentences.__name__.removeprefix("check_")
    RIGHT[task] = False

    def run():
        RIGHT[task] = False
        first = next(name for name in RIGHT if not RIGHT[name])
        said = f"Mend {first} first: its own check says what is wrong."
        if first == task:
            try:
                said = next(sentences(), None)
            except Exception as error:
                said = f"It stops with {type(error).__name__}: {error}"
        RIGHT[task] = not said
        print(f"Not yet. {said}" if said else "Right.")

    return run


def same(found, wanted, within=1e-6):
    """Whether numbers, in a tensor or alone, are the wanted ones up to rounding."""
    if found is None:
        return False
    found, wanted = (
        torch.as_tensor(x, dtype=torch.float64) for x in (found, wanted)
    )
    near = {"rtol": within, "atol": within * wanted.abs().max().item()}
    return found.shape == wanted.shape and torch.allclose(found, wanted, **near)


def plot(curves, **settings):
    """Losses along runs, as {name: losses}."""
    figure, axes = plt.subplots(figsize=(5.6, 2.8))
    for name, losses in curves.items():
        axes.plot(losses, label=name)
    axes.set(**{"xlabel": "step", "ylabel": "cross-entropy"} | settings)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    figure.tight_layout()
    plt.show()


# %% fold="The checks (they give things away)"
def toy_loss(theta):
    """Its Hessian is the matrix A, plus the squares of theta on its diagonal."""
    return theta @ A @ theta / 2 + (theta**4).sum() / 12


A = torch.tensor([[2.0, 1.0, 0.0], [1.0, -1.0, 3.0], [0.0, 3.0, 1.0]])


@check
def check_gradient_norm():
    toy = nn.Module()
    toy.a, toy.b = (nn.Parameter(torch.ones(size)) for size in (2, (1, 2)))
    toy.a.grad, toy.b.grad = torch.tensor([2.0, 1.0]), torch.tensor([[0.0, -2.0]])
    found = gradient_norm(toy)
    if found is None or torch.as_tensor(found).numel() != 1:
        yield "It should return one number for the whole network."
    if not same(float(found), 3.0):
        yield (
            "The gradients (2, 1) and (0, −2) together have the length 3, "
            f"not {float(found):.3g}."
        )
    if toy.a.grad is None or not toy.a.grad.equal(torch.tensor([2.0, 1.0])):
        yield "It changes the gradients: the next update would be another one."
    toy.frozen = nn.Parameter(torch.ones(3), requires_grad=False)
    try:
        found = gradient_norm(toy)
    except (AttributeError, TypeError):
        yield "It stops at a frozen parameter, whose grad is None."
    if not same(float(found), 3.0):
        yield "A frozen parameter, whose grad is None, should count as 0."


@check
def check_hessian_times():
    theta, v = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([1.0, 2.0, -1.0])
    kept = theta.clone()
    hessian = A + torch.diag(theta**2)
    found, wanted = hessian_times(toy_loss, theta, v), hessian @ v
    if not torch.is_tensor(found) or found.shape != v.shape:
        yield "It should be a tensor with one number for each parameter."
    found, gradient = found.detach(), A @ theta + theta**3 / 3
    if not theta.detach().equal(kept):
        yield "It changes theta itself."
    if same(found, gradient * v) or same(found, gradient):
        yield "That is made of first derivatives. H holds the second ones."
    if same(found, hessian.diagonal() * v):
        yield (
            "That is only the diagonal of H: how slopes change with others is "
            "missing."
        )
    if same(found / found.norm(), wanted / wanted.norm()) and not same(
        found, wanted
    ):
        yield (
            "The direction is right, and the length is "
            f"{found.norm() / wanted.norm():.3g} times that of H v."
        )
    if same(-found, wanted):
        yield "The sign is wrong: it is −H v."
    if not same(found, wanted, 1e-4):
        yield (
            "It is not H v: see where it is off for a loss with a Hessian that "
            "you know."
        )
    for scale in (1e4, 1e-4):
        large = hessian_times(toy_loss, theta, scale * v).detach()
        if not same(large, scale * wanted, 1e-4):
            yield (
                f"H v is linear in v, and yours is not: try a v of {scale:g} times "
                "the length."
            )


def with_eigenvalues(*values):
    """A matrix with these eigenvalues."""
    torch.manual_seed(1)
    basis = torch.linalg.qr(torch.randn(len(values), len(values))).Q
    return basis @ torch.diag(torch.tensor(values)) @ basis.T


@check
def check_lowest():
    cases = {
        "down, and steeper ways up": (-1.0, 0.0, 0.5, 2.0, 4.0),
        "down, steeper than all ways up": (-3.0, 0.1, 0.5, 1.0, 2.0),
        "up only": (0.5, 1.0, 1.5, 2.0, 4.0),
    }
    for words, values in cases.items():
        matrix = with_eigenvalues(*values)
        torch.manual_seed(0)
        value, vector = lowest(lambda v, matrix=matrix: matrix @ v, len(values))
        value, vector = torch.as_tensor(value).detach(), vector.detach()
        where = f"Where the ways lead {words},"
        if not same(value, torch.tensor(values[0]), 0.01):
            other = [v for v in values[1:] if same(value, torch.tensor(v), 0.01)]
            yield (
                f"{where} the smallest eigenvalue is {values[0]:g}, not {value:.2f}"
                f"{': yours is the largest' if other == [max(values)] else ''}."
            )
        if vector.shape != (len(values),):
            yield f"The eigenvector should have {len(values)} numbers."
        if not same(vector.norm(), torch.tensor(1.0), 1e-3):
            yield (
                "The eigenvector should have the length 1, not "
                f"{vector.norm():.3g}."
            )
        if (matrix @ vector - values[0] * vector).norm() > 0.05 * max(
            map(abs, values)
        ):
            yield (
                f"{where} the eigenvalue is right, and the vector is another one's."
            )


@check
def check_escape():
    theta, u = torch.tensor([1.0, 1.0, 0.0]), torch.tensor([0.6, -0.8, 0.0])
    cases = [(way, far) for way in (-1, 1) for far in (1.0, 0.1)]
    for way, far in cases:

        def loss(new, way=way, far=far):
            a = (
                way * u @ (new - theta) / far
            )  # lowest near 1, higher on the other side
            rest = (new - theta) - u * (u @ (new - theta))
            bend = 0.75 * a**4 - a**3 - 0.2 * a**2 - 0.05 * a
            return bend + rest @ rest - rest.sum()

        kept = theta.clone()
        new = escape(loss, kept, u)
        if not torch.is_tensor(new) or new.shape != theta.shape:
            yield "It should return the new theta."
        if not theta.equal(kept):
            yield (
                "It changes theta itself: a step that is only tried leaves a trace."
            )
        step = new.detach() - theta
        if not step.isfinite().all() or not step.any():
            yield "It does not move."
        if (step - u * (u @ step)).norm() > 1e-6 * step.norm():
            yield "That step does not go along u."
        down = (loss(theta) - loss(new.detach())).item()
        tried = [
            loss(theta + way * far * size * u) for size in torch.arange(1, 30) / 10
        ]
        best = (loss(theta) - min(tried)).item()
        if down < 0 and way * u @ step < 0:
            yield f"It climbs, by {-down:.2g}: the other way along u leads down."
        if down < 0:
            yield f"It climbs, by {-down:.2g}: the step is too long."
        if down < best / 2:
            yield (
                f"It descends by {down:.2g}; along u one can descend by {best:.2g}."
            )


@check
def check_momentum_step():
    torch.manual_seed(0)
    ours = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    theirs, x = copy.deepcopy(ours), torch.randn(8, 3)
    optimizer = torch.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.8)
    own = [*ours.parameters()]
    movements, starts = [torch.zeros_like(p) for p in own], copy.deepcopy(own)
    for step in range(6):
        for network in (ours, theirs):
            network.zero_grad()
            network(x).square().mean().backward()
        gradients = [p.grad.clone() for p in own]
        momentum_step(own, movements, 0.1, 0.8)
        optimizer.step()
        if not all(p is q for p, q in zip(own, ours.parameters(), strict=True)):
            yield (
                "The list holds new tensors now, of which the network knows "
                "nothing."
            )
        if step == 0:
            moved = torch.cat(
                [
                    (p - q).detach().flatten()
                    for p, q in zip(own, starts, strict=True)
                ]
            )
            against = -0.1 * torch.cat([g.flatten() for g in gradients])
            if not moved.any():
                yield "The parameters of the network do not move."
            if not same(moved, against):
                times = moved @ against / (against @ against)
                yield (
                    f"The first movement should be −η g; yours is {times:.2g} "
                    "times that."
                )
        if any(not p.grad.equal(g) for p, g in zip(own, gradients, strict=True)):
            yield "It changes the gradients."
        apart = [
            not same(p.detach(), q.detach())
            for p, q in zip(own, theirs.parameters(), strict=True)
        ]
        if any(apart) and not any(m.any() for m in movements):
            yield (
                "From the second step on a movement should hold λ times the last "
                "one: yours are still zero."
            )
        if any(apart):
            yield (
                f"After step {step + 1} the parameters are not those of "
                "torch.optim.SGD."
            )


# %% [markdown]
# ## The script
# Two hidden layers read 200 handwritten digits, all of them in each step. The author had read that weights should be
# small at the start.

# %%
pixels, labels = load_digits(return_X_y=True)
order = torch.randperm(len(pixels), generator=torch.Generator().manual_seed(34))
x, y = torch.tensor(pixels)[order[:200]] / 16, torch.tensor(labels)[order[:200]]
RATE = 0.3


def start(scale):
    """A network with weights `scale` times as large as PyTorch's default."""
    torch.manual_seed(1)
    layers = nn.Linear(64, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh()
    network = nn.Sequential(*layers, nn.Linear(32, 10))
    with torch.no_grad():
        for p in network.parameters():
            p *= scale
    return network


def run(network, steps, step=None):
    """Train on all images at once: the loss before each step."""
    optimizer = torch.optim.SGD(network.parameters(), RATE)
    losses = []
    for _ in range(steps):
        network.zero_grad()
        loss = cross_entropy(network(x), y)
        loss.backward()
        losses.append(loss.item())
        step() if step else optimizer.step()
    return losses


# %% alt="The training loss falls a little in the first steps and then lies flat near a guess's, for all hundred steps."
stuck = start(0.1)
losses = run(stuck, 100)
plot({"training": losses}, ylim=(0, 2.5))
print(f"loss {losses[-1]:.3f}, a guess {log(10):.3f}")

# %% [markdown]
# ## 1. Stuck at 2.303: is the gradient small?
# A loss that stands still has two kinds of causes. At a *critical point* the gradient is zero: there is no slope.
# Otherwise there is one, and the steps are too long, too short or too noisy. So look at the length of the gradient
# first. The author did, and got a number that is too large.


# %% task="gradient_norm"
def gradient_norm(network):
    """The length of the gradient, over all parameters of the network together."""
    return sum(p.grad.norm().item() for p in network.parameters())


check_gradient_norm()

# %% [markdown] fold="A hint"
# The gradient is one long vector, of which each parameter holds a piece. What is the length of $(3, 4)$? And a
# parameter that was frozen has no gradient at all.


# %% task="gradient_norm" spoiler="Solution"
# Squares add up, lengths do not.
def gradient_norm(network):
    """The length of the gradient, over all parameters of the network together."""
    grads = [p.grad for p in network.parameters() if p.grad is not None]
    return sum(g.square().sum().item() for g in grads) ** 0.5


check_gradient_norm()

# %% [markdown]
# Small against what? Against a copy from PyTorch's default, on the same data:

# %%
default = start(1)
run(default, 1)
print(f"stuck {gradient_norm(stuck):.4f}, default {gradient_norm(default):.4f}")

# %% [markdown]
# Far smaller: a critical point is near. It can be a minimum, from which nothing leads down, or a saddle.
#
# ## 2. Local minimum or saddle point? Second derivatives tell
# The *Hessian* $H$ holds the second derivatives of the loss. This network has some three thousand parameters, so $H$
# would have ten million entries, and you will need hundreds of products with it. Do not write it down: the derivative of
# the gradient along $v$ is $H v$.
#
# The tool below makes the loss a function of *one* vector θ, with all parameters in it. Mend the function after it,
# which takes such a loss, a θ and a vector $v$ of the same length.

# %%
shapes = [p.shape for p in stuck.parameters()]
names = [name for name, _ in stuck.named_parameters()]


def flat(network):
    """All parameters, as one vector."""
    return torch.cat([p.detach().flatten() for p in network.parameters()])


def loss_at(theta):
    """The training loss of the network with the parameters theta."""
    parts = theta.split([shape.numel() for shape in shapes])
    own = {
        name: part.view(shape) for name, part, shape in zip(names, parts, shapes)
    }
    return cross_entropy(functional_call(stuck, own, (x,)), y)


# %% task="hessian_times"
def hessian_times(loss, theta, v):
    """H v: the Hessian of the loss at theta, times the vector v."""
    theta = theta.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(loss(theta), theta)
    return gradient * v


check_hessian_times()

# %% [markdown] fold="A hint"
# The number $g \cdot v$ depends on θ. Its gradient is $H v$. For a second derivative, autograd must record how it
# computed the first: `create_graph=True`.


# %% task="hessian_times" spoiler="Solution"
# Also right: torch.func.jvp(torch.func.grad(loss), (theta,), (v,))[1]
def hessian_times(loss, theta, v):
    """H v: the Hessian of the loss at theta, times the vector v."""
    theta = theta.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(loss(theta), theta, create_graph=True)
    return torch.autograd.grad(gradient @ v, theta)[0]


check_hessian_times()

# %% [markdown]
# ## 3. The smallest eigenvalue, and its eigenvector
# At a critical point a step $u$ changes the loss by $\tfrac12 u^\top H u$, to leading order. Along an eigenvector that
# is half the eigenvalue times $\lVert u \rVert^2$. So a negative eigenvalue is a way down.
#
# *Power iteration* multiplies by $H$ again and again, until only one eigenvector is left. The author took it for the
# steepest way down.


# %% task="lowest"
def lowest(times, size):
    """The smallest eigenvalue of H, and its eigenvector of length 1.

    times(v) is H v, for a vector v with `size` numbers.
    """
    v = torch.randn(size)
    for _ in range(200):
        v = times(v)
        v = v / v.norm()
    return v @ times(v), v


check_lowest()

# %% [markdown] fold="A hint"
# What is left is the eigenvector whose eigenvalue is farthest from zero, here the largest one. Call it $c$. Which
# eigenvalues has $H - |c|\,I$, and which of them is farthest from zero?


# %% task="lowest" spoiler="Solution"
# No eigenvalue of H - |c| I is above zero, and the smallest is farthest away.
def lowest(times, size):
    """The smallest eigenvalue of H, and its eigenvector of length 1.

    times(v) is H v, for a vector v with `size` numbers.
    """

    def farthest(times):
        v = torch.randn(size)
        for _ in range(200):
            v = times(v)
            v = v / v.norm()
        return v @ times(v), v

    c, _ = farthest(times)
    value, v = farthest(lambda v: times(v) - c.abs() * v)
    return value + c.abs(), v


check_lowest()

# %%
theta = flat(stuck)


def times(v):
    return hessian_times(loss_at, theta, v)


torch.manual_seed(0)
value, u = lowest(times, len(theta))
residual = (times(u) - value * u).norm()
print(f"smallest eigenvalue {value:.4f}, residual {residual:.4f}")

# %% [markdown]
# Negative, by far more than its residual, which says how far it may be off: **a saddle, not a minimum**. There is a way
# down.
#
# ## 4. Out of the saddle
# Now take it. The author took one step of length one, and the loss rose.


# %% task="escape"
def escape(loss, theta, u):
    """The theta after one step along u, where the loss is far lower."""
    return theta + u


check_escape()

# %% [markdown] fold="A hint"
# An eigenvector has no sign: $-u$ is one as well. And how far its curvature holds, no derivative at this place can
# say. So try: both ways, and several sizes from 0.01 to 10. Keep the lowest loss.


# %% task="escape" spoiler="Solution"
def escape(loss, theta, u):
    """The theta after one step along u, where the loss is far lower."""
    sizes = [
        s * way for s in (0.01, 0.03, 0.1, 0.3, 1, 2, 3, 10) for way in (1, -1)
    ]
    return min((theta + size * u for size in sizes), key=loss)


check_escape()

# %%
new = escape(loss_at, theta, u)
print(f"loss {loss_at(theta):.3f}, after one step {loss_at(new):.3f}")

# %% [markdown]
# ## 5. The usual way: momentum
# In practice hardly anybody computes eigenvectors. [Momentum](../training/momentum.md) keeps a part λ of the last
# movement and adds to it: $m \leftarrow \lambda m - \eta g$, then $\theta \leftarrow \theta + m$. Along the way down all
# gradients agree, so the movements grow. The author's momentum changes nothing.


# %% task="momentum_step"
def momentum_step(parameters, movements, rate, momentum):
    """One step with momentum, in place: the parameters and their last movements."""
    with torch.no_grad():
        for p, m in zip(parameters, movements):
            m = momentum * m - rate * p.grad
            p += m


check_momentum_step()

# %% [markdown] fold="A hint"
# `m = …` gives a new tensor the name m. What becomes of the one in the list?


# %% task="momentum_step" spoiler="Solution"
# The movement in the list has to change, not the name m.
def momentum_step(parameters, movements, rate, momentum):
    """One step with momentum, in place: the parameters and their last movements."""
    with torch.no_grad():
        for p, m in zip(parameters, movements):
            m.mul_(momentum).sub_(rate * p.grad)
            p += m


check_momentum_step()

# %% [markdown]
# ## Four ways out
# Wait, step along the eigenvector, set momentum to 0.9 at the same rate, or begin anew from PyTorch's default. The
# first three go on from where the network is stuck.

# %% alt="Going on, the loss stays at a guess for most of the steps. With momentum it falls early and to zero, from the default at once. After the step along the eigenvector it begins lower, and falls slowly, with spikes."
waiting, along, rolling = (copy.deepcopy(stuck) for _ in range(3))
nn.utils.vector_to_parameters(new, along.parameters())
parameters = [*rolling.parameters()]
movements = [torch.zeros_like(p) for p in parameters]
ways = {
    "wait": run(waiting, 250),
    "eigenvector": run(along, 250),
    "momentum": run(
        rolling, 250, lambda: momentum_step(parameters, movements, RATE, 0.9)
    ),
    "anew": run(start(1), 250),
}
plot(ways, ylim=(0, 2.5))
for name, losses in ways.items():
    fallen = sum(loss > 0.9 * log(10) for loss in losses)
    print(f"{name:11}  {fallen:3} steps at a guess")

# %% [markdown]
# The step along the eigenvector is out at once. But to find it, `lowest` took 400 products $H v$, each worth about two
# gradients. And from the lowest point of a line, descent goes on slowly, with spikes. Momentum costs nothing, and a
# larger initialization avoids the plateau.
#
# **On your own model:** print the gradient's norm beside the loss. If it is small and the loss is not, set
# `momentum=0.9` or take Adam, or begin from PyTorch's initialization. The eigenvalue is for understanding a stall; [the
# chapter](../training/critical-points.md#curvature) has code for it that needs a tenth of the products.
