"""A table drawn as a figure."""

from matplotlib.patches import Rectangle

from scripts.evidence.style import FAINT, INK, PAPER


def table(axes, values, rows, columns, own):
    """Numbers in a grid (None for an empty place), on a field of colour in the column that own[row] names."""
    for i, (name, row) in enumerate(zip(rows, values, strict=True)):
        for j, value in enumerate(row):
            if value is not None:
                right = columns[j] == own[name]
                axes.add_patch(Rectangle((j - 0.47, i - 0.47), 0.94, 0.94, color="C0" if right else FAINT, linewidth=0))
                axes.text(j, i, value, ha="center", va="center", color=PAPER if right else INK, size=13)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(range(len(columns)), columns, rotation=40, ha="left", rotation_mode="anchor")
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.grid(visible=False)
