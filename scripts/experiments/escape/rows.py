"""A dot for each network and the median, in a row for each way off a plateau."""

from statistics import median


def draw_rows(axes, ways, needed):
    """ways: {name: (colour, label)}, from the top. needed: from a name to the steps of each network, or None."""
    for row, (way, (color, _)) in enumerate(reversed(ways.items())):
        values = [value for value in needed(way) if value is not None]
        heights = [row + 0.05 * (place % 7 - 3) for place in range(len(values))]
        axes.plot(values, heights, "o", color=color, markersize=4, alpha=0.6, markeredgewidth=0)
        middle = median(values)
        axes.plot([middle, middle], [row - 0.3, row + 0.3], color=color)
        axes.text(middle, row + 0.32, f"{middle:.0f}", color=color, ha="center", va="bottom", fontsize=11)
    axes.set_yticks(range(len(ways)), [label for _, label in reversed(ways.values())])
    axes.set(xscale="log", ylim=(-0.6, len(ways) - 0.2))
    axes.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    axes.minorticks_off()
