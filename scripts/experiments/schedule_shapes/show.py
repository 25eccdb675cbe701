"""The schedules, drawn from the code of the page, without warm-up and with it."""

from scripts.evidence.rule import Identity

ROUNDING = 1e-9


def claim_they_are_torchs(result):
    """Step, exponential, cosine, linear, stable and warmed-up cosine give the learning rates of PyTorch's schedulers.

    Slot 41. Scope: the largest difference at any of [[steps]] steps, where the largest rate is one; float64.
    """
    return Identity(max(result["errors"].values()), ROUNDING, unit="difference")


LOOKS = {
    "step": "C3",
    "exponential": "C3",
    "cosine to zero": "C0",
    "cosine to a tenth": "C0",
    "linear to zero": "C1",
    "inverse square root": "C2",
    "stable, then down": "C1",
}


def draw(figure, result):
    """A small panel for each; dashed with warm-up."""
    axes = figure.subplots(2, 4, sharex=True, sharey=True).flat
    for place, (name, factors) in zip(axes, result["factors"].items(), strict=False):
        steps = range(len(factors))
        place.plot(steps, result["warmed"][name], color=LOOKS[name], linewidth=1.2, linestyle=":")
        place.plot(steps, factors, color=LOOKS[name])
        place.set_title(
            name.replace("cosine to a tenth", "cosine to ¹⁄₁₀").replace("inverse square", "inverse"), size=11
        )
        place.set(yticks=[0, 1], xticks=[0, len(factors)], ylim=(0, 1.08))
        place.set_xticklabels(["0", "end"])
    legend = figure.axes[-1]
    legend.axis("off")
    legend.plot([], [], color="C0", label="alone")
    legend.plot([], [], color="C0", linewidth=1.2, linestyle=":", label="with\nwarm-up")
    legend.legend(loc="center", fontsize=11)
    figure.supylabel("factor on the rate", fontsize=12)
