"""Where balls with and without momentum come to rest on random landscapes, and what pushes one that has it."""

from scripts.evidence.marks import mean_and_reach
from scripts.evidence.paired import log_ratios, minus
from scripts.evidence.rule import Effect, Equivalence, Proportion
from scripts.evidence.style import INK

MATTERS = 20  # points of the starts: one in five
AS_FAST = 1.25  # times the steps
RARE = 0.2  # of the landscapes: one in five


def points(result, more, less):
    """In percent of its starts, how many more end behind the hump of each landscape."""
    return [100 * value for value in minus(result["share"][more], result["share"][less])]


def claim_momentum_gets_through(result):
    """From more of its starts momentum gets across the plateau and over the hump, where gradient descent does not.

    Slot 25. Scope: λ = [[momentum]] against none at the same η = [[rate]], [[starts]] starts on each of [[repeats]]
    random landscapes of one parameter; δ was fixed beforehand.
    """
    return Effect(points(result, "momentum", "plain"), unit="points of the starts", delta=MATTERS)


def claim_a_larger_rate_does_not_get_over_the_hump(result):
    """Gradient descent at a larger rate, at which it moves as far as momentum, gets fewer over the hump.

    Slot 25. Scope: λ = [[momentum]] and η = [[rate]] against gradient descent with η = [[rates.larger_rate]];
    [[starts]] starts on each of [[repeats]] random landscapes.
    """
    return Effect(points(result, "momentum", "larger_rate"), unit="points of the starts", delta=MATTERS)


def claim_a_larger_rate_crosses_the_plateau_as_fast(result):
    """On the plateau itself, gradient descent at that larger rate is as fast as momentum.

    Slot 25. Scope: steps from rest at the plateau's beginning to its end, η = [[rates.larger_rate]] against λ =
    [[momentum]] and η = [[rate]]; [[repeats]] random landscapes.
    """
    steps = result["steps_across"]
    return Equivalence(
        log_ratios(steps["momentum"], steps["larger_rate"]), unit="× the steps", delta=AS_FAST, ratio=True
    )


def claim_a_little_momentum_is_too_little(result):
    """With little momentum, hardly any landscape lets more than half of its starts through.

    Slot 25. Figure: share. Scope: λ = [[little]], η = [[rate]]; [[repeats]] random landscapes.
    """
    through = sum(value > 0.5 for value in result["share"]["little"])
    return Proportion(through, len(result["share"]["little"]), RARE, side=-1)


def claim_a_smaller_rate_needs_more_momentum(result):
    """With a smaller learning rate, the same momentum gets fewer through.

    Slot 25. Figure: share. Scope: λ = [[momentum]], η = [[rate]] against η = [[rates.lower_rate]]; [[starts]] starts on
    each of [[repeats]] random landscapes.
    """
    return Effect(points(result, "momentum", "momentum_at_lower_rate"), unit="points of the starts", delta=MATTERS)


def claim_it_rolls_out_of_the_deep_valley_too(result):
    """Where the deep valley comes first, momentum rolls on out of it, while gradient descent stays.

    Slot 25. Figure: share. Scope: the same landscapes with the depths of the two valleys exchanged; λ = [[momentum]]
    against none, η = [[rate]]; [[starts]] starts on each of [[repeats]] landscapes.
    """
    return Effect(points(result, "deep_first_momentum", "deep_first_plain"), unit="points of the starts", delta=MATTERS)


def claim_a_hump_above_the_start_stops_it(result):
    """Over a hump that is higher than the slope it came down, momentum gets hardly anywhere.

    Slot 25. Figure: share. Scope: λ = [[momentum]], η = [[rate]]; landscapes in which more than half of [[starts]]
    starts got through, of [[repeats]].
    """
    through = sum(value > 0.5 for value in result["share"]["high_hump"])
    return Proportion(through, len(result["share"]["high_hump"]), RARE, side=-1)


LOOKS = {  # colour, line, name
    "plain": ("C1", "--", "gradient descent"),
    "larger_rate": ("C3", ":", "with a larger rate"),
    "momentum": ("C0", "-", "momentum"),
}


def draw(figure, result):
    """The first landscape, and below it where each ball is after so many steps."""
    first = result["first"]
    above, below = figure.subplots(2, sharex=True, height_ratios=(1, 1))
    above.plot(first["w"], first["loss"], color=INK)
    above.set(ylabel="loss", xlim=(first["w"][0] - 0.1, first["w"][-1]))
    above.tick_params(labelbottom=False)
    for name, (color, look, label) in LOOKS.items():
        below.plot(first["paths"][name], [step + 1 for step in first["steps"]], look, color=color)
        above.plot([], [], look, color=color, label=label)
    below.set(yscale="log", ylabel="step (log scale)", xlabel="parameter w")
    below.invert_yaxis()
    above.legend(loc="lower left", fontsize=11, borderaxespad=0, labelspacing=0.2)


def draw_share(figure, result):
    """The share of the starts that end behind the hump, for each momentum coefficient."""
    axes = figure.subplots()
    places = range(len(result["coefficients"]))
    curves = {
        "usual": ("C0", "o-", f"η = {result['rates']['usual']:g}"),
        "lower_rate": ("C2", "s-", f"η = {result['rates']['lower_rate']:g}"),
        "deep_first": ("C3", "^--", "deep valley first"),
    }
    for name, (color, look, label) in curves.items():
        rows = [[100 * value for value in row] for row in result["through"][name]]
        mean, reach = zip(*[mean_and_reach(row) for row in rows], strict=True)
        axes.errorbar(places, mean, reach, fmt=look, color=color, capsize=2, label=label)
    axes.set_xticks(places, [f"{value:g}" for value in result["coefficients"]])
    axes.set(xlabel="momentum coefficient λ", ylabel="starts that end\nbehind the hump (%)", ylim=(-4, 104))
    axes.legend(loc="upper left", fontsize=11)


ARROWS = ("against_gradient", "C1", "−ηg"), ("last_movement", "C2", "λ · last"), ("movement", "C0", "movement")


def draw_arrows(figure, result):
    """Four steps of the ball with momentum; below, what pushes it at each of them, all on one scale."""
    above, below = figure.subplots(2, height_ratios=(3, 2))
    first = result["first"]
    above.plot(first["w"], first["loss"], color=INK, alpha=0.5)
    longest = max(abs(step[key]) for step in first["arrows"] for key, _, _ in ARROWS)
    for number, step in enumerate(first["arrows"]):
        above.plot(step["w"], step["loss"], "o", color=INK, markersize=8)
        above.annotate(number + 1, (step["w"], step["loss"]), (0, 9), textcoords="offset points", ha="center")
        below.axvline(number, color=INK, linewidth=1, alpha=0.4)
        for row, (key, color, label) in enumerate(ARROWS):
            length = 0.85 * step[key] / longest
            look = {
                "arrowstyle": "-|>" if abs(length) > 0.06 else "-",
                "color": color,
                "linewidth": 2.5,
                "shrinkA": 0,
                "shrinkB": 0,
            }
            below.plot(number, -row, "o", color=color, markersize=3)
            below.annotate("", (number + length, -row), (number, -row), arrowprops=look)
            if number == 0:
                below.text(-0.35, -row, label, color=color, ha="right", va="center", fontsize=11)
    above.set(ylabel="loss", xlabel="parameter w", ylim=(None, max(first["loss"]) + 0.1))
    below.set(xlim=(-1.3, 4), ylim=(-2.6, 0.6), yticks=[])
    below.set_xticks(range(4), [f"at {number + 1}" for number in range(4)])
    below.grid(visible=False)
    below.spines["left"].set_visible(False)
