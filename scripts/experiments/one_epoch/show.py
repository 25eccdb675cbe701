"""A real shuffle, what is exact about it, and how long updates and epochs take."""

from scripts.evidence.rule import Identity


def claim_every_example_once_an_epoch(result):
    """In every epoch each example comes exactly once.

    Slot 17. Known: by construction. Scope: [[examples]] examples, batches of [[sizes]]; how often the example came
    that came most often, less one.
    """
    return Identity(max(max(counts) for counts in result["most_often"].values()) - 1, 0, "times")


def claim_the_mean_of_the_batches_is_the_full_gradient(result):
    """The mean of the batches' gradients is the gradient of all examples, as long as no update comes between.

    Slot 17. Known: by linearity. Scope: batches of equal size; networks with [[hidden]] hidden units, in float64;
    the largest relative difference of [[repeats]] networks and draws.
    """
    return Identity(max(max(errors) for errors in result["relative_error"].values()), 1e-12, "relative difference")


COLORS = "C0", "C1", "C2", "C3"


def draw(figure, result):
    """One row an epoch: which example is in which batch."""
    axes, order = figure.subplots(), result["order"]
    an_epoch = result["updates_shown"]
    for place, batch in enumerate(order):
        epoch, number = divmod(place, an_epoch)
        left = number * (len(batch) + 0.6)
        for column, example in enumerate(batch):
            axes.text(left + column, epoch, str(example + 1), ha="center", va="center", color=COLORS[number])
        axes.plot([left - 0.45, left + len(batch) - 0.55], [epoch + 0.3] * 2, color=COLORS[number])
        axes.text(
            left + (len(batch) - 1) / 2, epoch + 0.52, f"update {place + 1}", ha="center", va="center", fontsize=9
        )
    axes.set(xlim=(-1, an_epoch * (len(order[0]) + 0.6)), ylim=(len(order) / an_epoch - 0.2, -0.6), xticks=[])
    axes.set_yticks(range(len(order) // an_epoch), [f"epoch {n + 1}" for n in range(len(order) // an_epoch)])
    axes.grid(visible=False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)


def draw_time(figure, result, timings):
    """Time of an update, and of an epoch, on every machine that was at hand."""
    panels = figure.subplots(1, 2)
    for (machine, measured), color, marker in zip(timings.items(), COLORS, "os^D", strict=False):
        for axes, key in zip(panels, ("seconds_an_update", "seconds_an_epoch"), strict=True):
            scale = 1000 if key == "seconds_an_update" else 1
            axes.plot(measured["sizes"], [scale * v for v in measured[key]], color=color, marker=marker, label=machine)
    for axes, label in zip(panels, ("time of an update in ms", "time of an epoch in s"), strict=True):
        axes.set(xscale="log", yscale="log", xlabel="batch size (log scale)", ylabel=f"{label} (log scale)")
    panels[1].set_yticks([1, 2, 5, 10, 20], ["1", "2", "5", "10", "20"])
    panels[1].minorticks_off()
    if timings:
        panels[1].legend(fontsize=9)
