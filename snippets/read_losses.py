"""Losses out of a log, as the lists that diagnose takes."""

import csv
import re
from pathlib import Path

NAMES = {  # what diagnose calls a curve: what loggers call it, letters only
    "train_loss": [
        *("trainlossepoch", "trainloss", "trainingloss", "losstrain", "lossepoch"),
        "loss",
    ],
    "validation_loss": [
        *("vallossepoch", "valloss", "validloss", "validationloss", "lossval"),
        *("evalloss", "devloss"),
    ],
}


def columns_of(log):
    """{name: values} of a file, rows, a table, or a bare curve."""
    log = getattr(log, "history", log)  # Keras
    if isinstance(log, str | Path):
        with Path(log).open(newline="") as file:
            log = [*csv.DictReader(file)]
    if hasattr(log, "keys"):
        return {name: [*log[name]] for name in log}
    try:
        rows = [*log]
    except TypeError:
        raise ValueError("a log is a path, a table or a list of losses") from None
    if not all(hasattr(row, "keys") for row in rows):
        return {"loss": rows}
    rows = [row for row in rows if "train_runtime" not in row]  # means of the run
    return {name: [row.get(name) for row in rows] for row in rows for name in row}


def numbers_in(values, name):
    """Floats; blanks are left out, NaN stays."""
    try:
        return [float(each) for each in values if each is not None and each != ""]
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"{name} is no curve: it holds {values[0]!r}") from None


def read_losses(log, **names):
    """-> {"train_loss": list, and "validation_loss": list if there is one}

    log: the path of a csv file (Lightning's metrics.csv, Keras' CSVLogger); a list
    of dicts (Hugging Face's trainer.state.log_history); Keras' History or its dict;
    a list, an array, a tensor. Blanks are left out, NaN stays: so give a file, not
    a data frame, which shows both alike. names: train_loss= or validation_loss=
    your own column. Raises ValueError for a log without training losses.
    """
    table, found = columns_of(log), {}
    plain = {re.sub("[^a-z]", "", str(name).lower()): name for name in table}
    for curve, usual in NAMES.items():
        own = [plain[name] for name in usual if name in plain]
        own = [names[curve]] if curve in names else own
        curves = [numbers_in(table[name], name) for name in own if name in table]
        curves = sorted(filter(None, curves), key=lambda each: len(each) == 1)
        if curves:
            found[curve] = curves[0]
        elif curve in ("train_loss", *names):
            have = ", ".join(map(str, table)) or "nothing"
            raise ValueError(f"the log holds {have}: name the right one, {curve}=")
    return found
