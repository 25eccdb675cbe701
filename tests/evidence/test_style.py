"""What a drawing shows does not depend on the last digit of a place in it, which the processor decides."""

import io

from matplotlib.figure import Figure

from scripts.evidence.style import numbered, style

TINY = 1e-13


def drawn(more):
    with style():
        figure, svg = Figure(layout="none"), io.StringIO()
        for left in 0.1, 0.6:
            axes = figure.add_axes((left, 0.1, 0.3 + more, 0.8))
            axes.plot([1, 2], "o-")
            axes.scatter([1, 2], [2, 1])
        figure.savefig(svg, format="svg", metadata={"Date": None})
    return svg.getvalue()


def test_ids_are_numbered_and_still_lead_to_what_they_name():
    ours = numbered(drawn(0))
    assert drawn(0) != drawn(TINY), "matplotlib's own ids would have told them apart"
    assert ours == numbered(drawn(TINY)) != numbered(drawn(0.1))
    assert ours.count('clip-path="url(#id') > ours.count('<clipPath id="id') == 2
