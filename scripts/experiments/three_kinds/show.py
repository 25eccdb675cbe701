"""A minimum, a saddle and a maximum, and the lecture's saddle."""

from scripts.evidence.rule import Identity
from scripts.evidence.style import INK


def claim_the_gradient_is_zero(result):
    """At each point that Newton's method found, the gradient is zero.

    Slot 14. Known: it stops nowhere else. Scope: the largest norm over all critical points of y = sin(w x + φ) with
    frequencies up to four, on [[points]] points of a wave; float64.
    """
    return Identity(result["gradient"], 1e-10, "norm")


def claim_the_signs_tell_where_the_loss_goes(result):
    """Around each of the three points, the loss rises along eigenvectors with a positive eigenvalue and falls along
    those with a negative one.

    Slot 14. Known: Taylor's theorem. Scope: the nearest points of the drawing on both sides of the minimum, the saddle
    and the maximum; counted are contradictions.
    """
    wrong = 0
    for point in result["shown"].values():
        for value, along in zip(point["eigenvalues"], point["along"], strict=True):
            middle = len(along) // 2
            wrong += sum((along[side] > along[middle]) != (value > 0) for side in (middle - 1, middle + 1))
    return Identity(wrong, 0, "contradictions")


def claim_the_lectures_eigenvalues_are_two_and_minus_two(result):
    """At the lecture's saddle the eigenvalues are plus and minus two.

    Slot 15. Figure: lecture. Known: by hand. Scope: its loss where both weights are zero, float64.
    """
    low, high = result["lecture"]["eigenvalues"]
    return Identity(max(abs(low + 2), abs(high - 2)), 1e-12, "difference")


def claim_a_step_lowers_the_loss_by_half_the_eigenvalue(result):
    """A step u along the eigenvector of the negative eigenvalue lowers the loss by half that eigenvalue's size times
    the squared length of u, but for a quarter of the fourth power.

    Slot 15. Figure: lecture. Known: by hand. Scope: from where both weights are zero; the largest difference over steps
    of [[lecture.sizes.0]] to [[lecture.sizes.3]].
    """
    return Identity(result["lecture"]["step_error"], 1e-12, "difference")


WHITE = "#ffffff"  # on the map, whose colours are the same on a light and on a dark page


def draw(figure, result):
    """Each point's surface with its eigenvectors, and below it the loss along these."""
    figure.set_size_inches(6.4, 4.6)
    rows = figure.subplots(2, 3, height_ratios=(1.5, 1))
    offsets = result["offsets"]
    for column, (kind, point) in enumerate(result["shown"].items()):
        upper, lower = rows[:, column]
        w, phase = point["theta"]
        extent = (w + offsets[0], w + offsets[-1], phase + offsets[0], phase + offsets[-1])
        upper.imshow(point["surface"], origin="lower", extent=extent, cmap="cividis", interpolation="nearest")
        for place, (value, label) in enumerate(zip(point["eigenvalues"], ("C1", "C0"), strict=True)):
            x, y = (0.42 * row[place] for row in point["vectors"])
            upper.plot([w - x, w + x], [phase - y, phase + y], color=WHITE, linewidth=1.5, linestyle=("--", "-")[place])
            lower.plot(offsets, point["along"][place], ("--", "-")[place], color=label)
            lower.text(
                0.5,
                0.97 - 0.17 * place,
                f"λ{'₁₂'[place]} {value:+.2f}".replace("-", "−"),
                color=label,
                ha="center",
                va="top",
                fontsize=11,
            )
            lower.texts[-1].set_transform(lower.transAxes)
        upper.plot(w, phase, "o", color=WHITE)
        upper.set_title(kind, fontsize=12, color=INK)
        upper.set(xlabel="w", xticks=[round(w, 1)], yticks=[round(phase, 1)])
        upper.grid(False)
        low, high = min(map(min, point["along"])), max(map(max, point["along"]))
        lower.set(xlabel="step", xticks=[-0.4, 0, 0.4], ylim=(low - 0.05, high + 0.7 * (high - low)))
    rows[0, 0].set_ylabel("φ")
    rows[1, 0].set_ylabel("loss")


def draw_lecture(figure, result):
    """The lecture's surface, capped, with the path from a point near 0."""
    figure.set_size_inches(5.4, 4.2)
    axes, lecture = figure.subplots(), result["lecture"]
    low, high = lecture["axis"][0], lecture["axis"][-1]
    image = axes.imshow(
        lecture["surface"],
        origin="lower",
        extent=(low, high, low, high),
        cmap="cividis",
        vmax=3,
        interpolation="nearest",
    )
    axes.plot(*zip(*lecture["path"], strict=True), "o-", color=WHITE, markersize=3, linewidth=1.5)
    axes.annotate("λ₁ = −2: down", (0.45, 0.45), (0.1, 1.15), color=WHITE, fontsize=11)
    axes.plot([-0.5, 0.5], [0.5, -0.5], "--", color=WHITE, linewidth=1.5)
    axes.text(0.55, -0.62, "λ₂ = +2: up", color=WHITE, fontsize=11)
    axes.set(xlabel="w₁", ylabel="w₂")
    axes.grid(False)
    figure.colorbar(image, ax=axes, label="loss", extend="max", shrink=0.8)
