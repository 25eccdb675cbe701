"""What each remedy is compared with, and which classes the figure of signals shows."""

REFERENCES = {"early_stopping": "not_stopped", "best_checkpoint": "not_stopped"}  # the others: "nothing"
SHOWN = 0, 4, 6, 7  # classes in the figure of signals
