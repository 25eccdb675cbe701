"""What each remedy is compared with, and which classes the figure of signals shows."""

REFERENCES = {  # the others: "nothing"
    "early_stopping": "not_stopped",
    "best_checkpoint": "not_stopped",
    "early_stopping_noisy": "not_stopped_noisy",
}
SHOWN = 0, 4, 6, 7  # classes in the figure of signals
