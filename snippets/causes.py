"""Four causes for which a loss stands: what their numbers are, and what to change.
The limits are ours."""

SMALL, DOWN, EDGE, LOST, IDLE = 0.25, 0.05, 0.7, 0.5, 0.2
ADVICE = {
    "plateau": "a larger initialization, as PyTorch's default; momentum or Adam",
    "edge": "standardize the inputs; Adam",
    "noise floor": "a tenth of the rate, kept if that ends lower; larger batches",
    "rate too small": "ten times the rate, then a sweep",
    "none of these": "first checks; if the loss still falls, train on",
}


def name_of(gradient, down, edge, lost, noise):
    """One of ADVICE, for the numbers of `why_stuck`."""
    if gradient <= SMALL and down >= DOWN:
        return "plateau"
    if edge >= EDGE and noise < max(lost, LOST) / 2:
        return "edge"
    if lost >= LOST:
        return "noise floor"
    return "rate too small" if max(edge, lost) < IDLE else "none of these"
