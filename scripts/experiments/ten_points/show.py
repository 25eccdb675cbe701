"""Paths on the lecture's convex surface: one rate, rates of one's own, bursts, and decay."""

import numpy

from scripts.evidence.rule import Identity
from scripts.evidence.style import INK

QUICK, SLOW, TOO_QUICK = ("1/(1 + t/1000)", "1/√(1 + t/100)"), ("1/(1 + t/10 000)", "to zero, evenly"), "1/(1 + t)"


def claim_no_single_rate_arrives(result):
    """No single learning rate arrives within a hundred thousand updates.

    Slot 31. Known: a computation without chance. Scope: the ten points, sum of squared errors, from ([[start.0]],
    [[start.1]]); [[tried]] learning rates from a billionth to the stability limit, evenly on a log scale; counted
    are those whose b comes within one of the optimum's.
    """
    return Identity(sum(result["arrived"]), 0, "arrivals")


def claim_the_limit_is_two_over_the_largest_eigenvalue(result):
    """Just below two over the largest eigenvalue the swings shrink, just above it they grow.

    Slot 31. Known: by the closed form of a quadratic. Scope: the swing of w over the first fifty updates, with
    [[near]] and [[beyond]] times the limit; counted are the updates that do otherwise.
    """
    plain = result["plain"]
    return Identity(plain["swings"]["grows"] + 49 - plain["leaves"]["grows"], 0, "updates")


def claim_our_sums_are_torchs(result):
    """Optimum, eigenvalues and path of our code are those that torch computes.

    Slot 31. Known: the same formulas. Scope: relative errors of optimum and eigenvalues, and the largest difference
    after [[checked]] updates of gradient descent; float64.
    """
    checks = result["checks"]
    return Identity(max(checks[name] for name in ("optimum", "eigenvalues", "closed_form")), 1e-9, "error")


def claim_the_average_times_a_root_is_adagrad(result):
    """The lecture's rule is torch.optim.Adagrad if its learning rate falls like one over the root of the steps.

    Slot 33. Figure: own. Known: by the formulas. Scope: torch.optim.Adagrad without its ε, against the average with
    η over the root of the number of gradients so far, and against the sum with constant η; largest difference after
    [[checked]] updates; float64.
    """
    return Identity(max(result["checks"][name] for name in ("adagrad_sum", "adagrad_average")), 1e-9, "difference")


def claim_own_rates_arrive(result):
    """With a rate for each parameter, from the averaged squares, it arrives.

    Slot 39. Figure: own. Known: a computation without chance. Scope: the ten points, η = [[rates.0]], [[rates.1]]
    and [[rates.2]], within [[adaptive_steps]] updates; counted are rates that do not arrive.
    """
    return Identity(sum(each["arrives"] is None for each in result["average"].values()), 0, "failures")


def claim_each_burst_follows_a_small_sigma(result):
    """Before each burst, w's rate η/σ was above two over w's curvature.

    Slot 39. Figure: sigma. Known: a computation without chance. Scope: within fifty updates before each burst, of
    all runs with the averaged squares, with and without decay; counted are bursts without.
    """
    runs = [*result["average"].values(), *result["decays"].values()]
    return Identity(sum(run["bursts"] - run["preceded"] for run in runs), 0, "bursts")


def claim_adagrad_does_not_burst(result):
    """torch's Adagrad, which sums the squares, never bursts here.

    Slot 39. Figure: own. Known: a computation without chance. Scope: the ten points, η = [[sum_rates.0]],
    [[sum_rates.1]] and [[sum_rates.2]], [[adaptive_steps]] updates each; counted are bursts.
    """
    return Identity(sum(run["bursts"] for run in result["sum"].values()), 0, "bursts")


def claim_a_quick_decay_ends_the_bursts(result):
    """With a learning rate that falls quickly enough, there is no burst, and it arrives.

    Slot 40. Figure: decay. Known: a computation without chance. Scope: the ten points, averaged squares, η⁰ =
    [[rate]], halved after a thousand updates in a hyperbola, or falling like the inverse root after a hundred;
    counted are bursts and runs that do not arrive.
    """
    runs = [result["decays"][name] for name in QUICK]
    return Identity(sum(run["bursts"] + (run["arrives"] is None) for run in runs), 0, "bursts or failures")


def claim_a_slow_decay_does_not(result):
    """With a learning rate that falls too slowly, the bursts remain.

    Slot 40. Figure: decay. Known: a computation without chance. Scope: the ten points, averaged squares, η⁰ =
    [[rate]], halved after ten thousand updates in a hyperbola, or falling evenly to zero; counted are runs without
    a burst.
    """
    return Identity(sum(not result["decays"][name]["bursts"] for name in SLOW), 0, "runs")


def claim_too_quick_a_decay_never_arrives(result):
    """With a learning rate that falls too quickly, it never arrives.

    Slot 40. Figure: decay. Known: a computation without chance. Scope: the ten points, averaged squares, η⁰ =
    [[rate]] over the number of the update, [[adaptive_steps]] updates; counted are arrivals.
    """
    return Identity(int(result["decays"][TOO_QUICK]["arrives"] is not None), 0, "arrivals")


def surface(axes, result, wide, high, labels=True):
    """Contours of the loss over b and w, and the optimum."""
    (b0, w0), (bb, bw, ww) = result["best"], result["hessian"]
    b, w = numpy.meshgrid(numpy.linspace(*wide, 120), numpy.linspace(*high, 120))
    loss = (bb * (b - b0) ** 2 + 2 * bw * (b - b0) * (w - w0) + ww * (w - w0) ** 2) / 2
    axes.contour(b, w, loss, levels=numpy.geomspace(3e4, 2e8, 9), colors=[INK], alpha=0.25, linewidths=1)
    axes.plot(b0, w0, "x", color=INK, markersize=9, markeredgewidth=2, zorder=5)
    axes.set(xlim=wide, ylim=high, xlabel="b", ylabel="w" if labels else "")
    axes.grid(False)


def draw(figure, result):
    """One rate for both parameters: too small, nearly too large, too large."""
    figure.set_size_inches(6.4, 5.2)
    panels = figure.subplots(2, 2, sharex=True, sharey=True).flat
    names = {"too slow": "C0", "swings": "C1", "leaves": "C3"}
    words = {"too slow": "100 000 updates", "swings": "50 updates", "leaves": "50 updates"}
    for axes, (name, color) in zip(panels, names.items(), strict=False):
        surface(axes, result, (-200, -100), (-25, 25), labels=name != "swings")
        run = result["plain"][name]
        count = None if name == "too slow" else 50
        axes.plot(run["b"][:count], run["w"][:count], "-", color=color, linewidth=1.2)
        axes.text(0.03, 0.96, f"η = {run['rate']:.4g}\n{words[name]}", transform=axes.transAxes, va="top", fontsize=11)
    axes = panels[3]
    surface(axes, result, (-200, -100), (-25, 25), labels=False)
    run = result["average"]["0.3"]["path"]
    axes.plot(run["b"], run["w"], "-", color="C2", linewidth=1.2)
    axes.text(0.03, 0.96, "a rate for each\nη = 0.3", transform=axes.transAxes, va="top", fontsize=11)
    for place in (0, 1):
        panels[place].set_xlabel("")


def draw_own(figure, result):
    """A rate for each parameter: from the average, with bursts, and from the sum."""
    axes = figure.subplots()
    surface(axes, result, (-195, -105), (-5, 8))
    for name, rate, color, label in (
        ("average", "1", "C1", "average of the squares, η = 1"),
        ("sum", "10", "C0", "sum (torch's Adagrad), η = 10"),
    ):
        run = result[name][rate]["path"]
        axes.plot(run["b"], run["w"], "-", color=color, linewidth=1.3, label=label)
    axes.legend(loc="lower left", fontsize=11)


def draw_sigma(figure, result):
    """σ of w over the updates, and the least that the curvature of w allows."""
    axes = figure.subplots()
    ww = result["hessian"][2]
    for rate, color in (("1", "C1"), ("0.1", "C0")):
        run = result["average"][rate]
        steps, sigma = numpy.array(run["path"]["step"][1:]), numpy.array(run["path"]["sigma"][1:])
        axes.plot(steps, sigma / (float(rate) * ww / 2), color=color, label=f"η = {rate}")
        for start in run["starts"]:
            axes.axvline(start, ymin=0.94, color=color, linewidth=1)
    axes.axhline(1, color=INK, linewidth=1, linestyle=":")
    axes.text(1.2, 0.85, "below: η/σ is too large", va="top", fontsize=11)
    axes.set(xscale="log", yscale="log", xlabel="updates (log scale)", ylabel="σ of w, over ηH/2\n(log scale)")
    axes.set(ylim=(0.3, 300), xlim=(1, 7e4))
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.92))


def draw_decay(figure, result):
    """How far w is off the valley's floor, with a constant, a slow and a quick decay."""
    axes = figure.subplots(3, 1, sharex=True, sharey=True)
    figure.set_size_inches(6.4, 4.6)
    _, bw, ww = result["hessian"]
    runs = {
        "constant": result["average"]["1"],
        "1/(1 + t/10 000): too slow": result["decays"][SLOW[0]],
        "1/(1 + t/1000)": result["decays"][QUICK[0]],
    }
    b0, w0 = result["best"]
    for each, (name, run), color in zip(axes, runs.items(), ("C1", "C3", "C0"), strict=True):
        b, w = numpy.array(run["path"]["b"]), numpy.array(run["path"]["w"])
        each.plot(run["path"]["step"], w - (w0 - bw / ww * (b - b0)), color=color, linewidth=1.2)
        each.text(0.02, 0.93, name, transform=each.transAxes, va="top", color=color)
        if run["arrives"] is not None:
            each.axvline(run["arrives"], color=INK, linewidth=1, linestyle=":")
    axes[1].set_ylabel("w, off the valley's floor")
    axes[2].set(xscale="log", xlabel="updates (log scale)", xlim=(10, 7e4), ylim=(-5, 8))
    axes[2].text(runs["1/(1 + t/1000)"]["arrives"] * 1.1, -3.8, "arrives", fontsize=11)
