"""What can be wrong with a run, what helps against it, and lists of what was found task by task."""

CAUSES = ["model bias", "optimization", "overfitting", "mismatch", "healthy"]
REMEDIES = ["bigger model", "other optimizer", "more data", "target data"]
FAULTS = ["not a number", "wrong start", "unstable", "evaluation mode", "broken step", "unrelated labels"]
UNKNOWABLE = ["noisy labels", "noisy numbers", "rare class", "too many unrelated labels"]
RIGHT = {cause: [cause] for cause in CAUSES + FAULTS} | {  # leaves whose advice mends the cause
    "optimization": ["optimization", "too few updates"],  # both say: another learning rate
    "unstable": ["unstable", "not a number"],  # both say: a smaller one
}
BLAMED = ["optimization", "too few updates", "model bias", "broken step", "healthy"]  # wrong for what nobody can know


def by_task(columns):
    """{name: (tasks,)} as one dict per task."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def of_true(values, true):
    return [value for value, is_so in zip(values, true, strict=True) if is_so]
