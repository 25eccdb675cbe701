"""Logs as the usual loggers write them."""

from math import isnan, nan
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from snippets.read_losses import read_losses

BOTH = {"train_loss": [2.0, 1.0], "validation_loss": [2.1, 1.5]}
LIGHTNING = """epoch,lr,step,train_loss_epoch,train_loss_step,val_loss
0,0.1,49,,2.2,
0,,99,,,2.1
0,,99,2.0,,
1,,199,,,1.5
1,,199,1.0,,
"""
KERAS = "epoch,accuracy,loss,val_accuracy,val_loss\n0,.2,2.0,.2,2.1\n1,.5,1.0,.4,1.5\n"
HUGGING_FACE = [
    {"loss": 2.0, "learning_rate": 1e-3, "epoch": 1.0, "step": 10},
    {"eval_loss": 2.1, "eval_runtime": 3.0, "epoch": 1.0, "step": 10},
    {"loss": 1.0, "learning_rate": 1e-3, "epoch": 2.0, "step": 20},
    {"eval_loss": 1.5, "eval_runtime": 3.0, "epoch": 2.0, "step": 20},
    {"train_runtime": 60.0, "train_loss": 1.5, "epoch": 2.0, "step": 20},  # the mean of the run
]
CURVES = {"loss": [2.0, 1.0], "val_loss": [2.1, 1.5]}


@pytest.mark.parametrize(
    "text",
    [LIGHTNING, KERAS, "\ufeff" + KERAS, KERAS.replace(",", ";"), KERAS.replace(",", "\t"), KERAS.replace(",", ", ")],
    ids=["Lightning", "Keras", "byte order mark", "semicolons", "tabs", "spaces"],
)
def test_files(tmp_path, text):
    file = tmp_path / "metrics.csv"
    file.write_text(text, "utf-8")
    assert read_losses(file) == read_losses(str(file)) == BOTH


@pytest.mark.parametrize(
    "log",
    [
        HUGGING_FACE,
        CURVES,
        SimpleNamespace(history=CURVES),  # what model.fit returns
        {"train/loss": [2.0, 1.0], "val/loss": [2.1, 1.5]},
        {"Training loss": (2.0, 1.0), "Validation loss": torch.tensor([2.1, 1.5], dtype=torch.double)},
        {"loss/train": np.array([2.0, 1.0]), "loss/val": [2.1, None, 1.5]},
        [{"train_loss": 2.0, "val_loss": 2.1}, {"train_loss": 1.0, "val_loss": 1.5}],
    ],
)
def test_tables_and_rows(log):
    assert read_losses(log) == BOTH


@pytest.mark.parametrize("log", [[2.0, 1.0], (2, 1), np.array([2.0, 1.0]), torch.tensor([2.0, 1.0])])
def test_a_bare_curve_is_that_of_training(log):
    assert read_losses(log) == {"train_loss": [2.0, 1.0]}


def test_blanks_go_and_nan_stays():
    found = read_losses({"loss": [2.0, None, "", nan]})["train_loss"]
    assert found[0] == 2 and isnan(found[1]) and len(found) == 2


def test_own_names():
    assert read_losses({"a": [2, 1], "b": [2.1, 1.5]}, train_loss="a", validation_loss="b") == BOTH


@pytest.mark.parametrize(
    ("log", "names", "message"),
    [
        ({"accuracy": [1]}, {}, r"the log holds \['accuracy'\]: name the one, train_loss="),
        ({"loss": [1]}, {"validation_loss": "vall"}, r"the log holds \['loss'\]: name the one, validation_loss="),
        ([], {}, "loss"),
        (0.5, {}, "a log is a path, a table or a list of losses"),
        ([[2, 1], [2, 1]], {}, r"loss: a number, please, not \[2, 1\]"),
        ({"loss": [1.0, "high"]}, {}, "loss: a number, please, not 'high'"),
        ({"loss": [2.0, nan, 1.0, nan]}, {}, "loss has nan between numbers: blanks"),
    ],
)
def test_what_holds_no_losses_gets_a_sentence(log, names, message):
    with pytest.raises(ValueError, match=message):
        read_losses(log, **names)


def test_json_gets_a_sentence(tmp_path):
    file = tmp_path / "trainer_state.json"
    file.write_text('{"log_history": []}')
    with pytest.raises(ValueError, match=r"is JSON: give what json\.load makes of it"):
        read_losses(file)
