"""Losses out of a log, as the lists that diagnose takes."""

# --8<-- [start:imports]
import csv
import re
from itertools import pairwise
from pathlib import Path

# --8<-- [end:imports]
from snippets.curves import as_float

# --8<-- [start:code]

NAMES = {  # what diagnose calls a curve: what loggers call it, letters only
    "train_loss": [
        *("trainlossepoch", "trainloss", "trainlosses", "trainingloss"),
        *("losstrain", "lossepoch", "loss", "trainlossstep"),
    ],
    "validation_loss": [
        *("vallossepoch", "valloss", "vallosses", "validloss", "validationloss"),
        *("lossval", "evalloss", "devloss"),
    ],
}


def columns_of(log):
    """{name: values} of a file, rows, a table, or a bare curve."""
    log = getattr(log, "history", log)  # Keras
    if isinstance(log, str | Path):
        head, *_ = lines = Path(log).read_text("utf-8-sig").splitlines() or [""]
        if head.startswith(("{", "[")):
            raise ValueError(f"{log} is JSON: give what json.load makes of it")
        mark = max(",;\t", key=head.count)
        log = [*csv.DictReader(lines, delimiter=mark, skipinitialspace=True)]
    if hasattr(log, "keys"):
        return {name: log[name] for name in log}
    if not hasattr(log, "__len__"):
        raise ValueError("a log is a path, a table or a list of losses")
    if not all(hasattr(row, "keys") for row in log):
        return {"loss": log}
    rows = [row for row in log if "train_runtime" not in row]  # means of the run
    return {name: [row.get(name) for row in rows] for row in rows for name in row}


def losses_in(values, name):
    """Floats; blanks are left out, NaN stays."""
    values = values if hasattr(values, "__len__") else [values]
    told = [each for each in values if each is not None and str(each).strip()]
    found = [as_float(each, name) for each in told]
    if any(one != one and other == other for one, other in pairwise(found)):
        raise ValueError(f"{name} has nan between numbers: blanks? Give the file")
    return found


def read_losses(log, train_loss=None, validation_loss=None):
    """-> {"train_loss": list, and "validation_loss": list if there is one}

    log: the path of a csv file (Lightning's metrics.csv, Keras' CSVLogger); a list
    of dicts (Hugging Face's trainer.state.log_history); Keras' History or its dict;
    a list, an array, a tensor. Blanks are left out; NaN stays, so give a file, not
    a data frame, which shows both alike. The others name your own columns. Raises
    ValueError for a log without training losses.
    """
    table, found = columns_of(log), {}
    plain = {re.sub("[^a-z]", "", str(name).lower()): name for name in table}
    own = {"train_loss": train_loss, "validation_loss": validation_loss}
    for curve, name in own.items():
        usual = [plain[each] for each in NAMES[curve] if each in plain]
        names = [each for each in ([name] if name else usual) if each in table]
        curves = [got for each in names if (got := losses_in(table[each], each))]
        if curves:
            found[curve] = sorted(curves, key=lambda losses: len(losses) == 1)[0]
        elif name or curve == "train_loss":
            raise ValueError(f"the log holds {[*table]}: name the one, {curve}=")
    return found
