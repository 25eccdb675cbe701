"""`diagnose` goes where its numbers say, and gives a sentence where it cannot; the map on the page shows its tree."""

from math import inf, log, nan

import numpy as np
import pytest
import torch

from snippets.diagnose import diagnose
from snippets.guess_loss import guess_loss
from snippets.guide import LEAVES, QUESTIONS, RUNS

TEN, TWO = log(10), log(2)
LOW, HIGH = [2.3, 0.5, 0.05], [2.3, 1.5, 1.4]
HELD = [2.3, 0.5, 0.07]
COMPARED = {"recipe": 1.4, "smaller": 1.4, "one_batch": 0.01, "bigger": 0.1}
MAJORITY = {"smaller": 0.36, "one_batch": 0.01, "bigger": 0.36}
RARE = guess_loss([0] * 99 + [1])  # 99 of 100 in one class
CASES = {  # situation: (leaf, losses, guess, further numbers)
    "a NaN": ("not a number", ([2.3, nan],), TEN, {}),
    "an infinite loss": ("not a number", ([2.3, -inf, 0.1],), TEN, {}),
    "a NaN in validation": ("not a number", (LOW, [2.3, nan]), TEN, {}),
    "a NaN in the test loss only": ("not a number", (LOW, HELD, nan), TEN, {}),
    "pixels not scaled": ("wrong start", ([2801, 2.4, 2.31],), TEN, {"untrained": 19.8}),
    "prices not scaled": ("wrong start", ([6.38e10, 6.37e10, 6.36e10],), 1.8e9, {}),
    "prices not scaled, both yardsticks": ("wrong start", ([6.38e10, 6.37e10],), 1.8e9, {"zeros": 6.4e10}),
    "a sum in place of a mean": ("wrong start", ([295, 300, 290],), TEN, {}),
    "explodes": ("unstable", ([4e6, 4.3, 2.8, 2.5],), TEN, {"untrained": 2.31}),
    "one step blew up": ("unstable", ([2.3, 9e9, 2.3, 0.1], [2.3, 2.3, 0.2, 0.1], 0.1), TEN, {}),
    "gradients pile up": ("unstable", ([1.03, 0.82, 0.47, 0.2, 0.06, 0.09, 0.28, 0.53, 0.75, 0.87],), 1.0, {}),
    "oscillates": ("unstable", ([2.3, 2.1, 2.4, 1.9, 2.2, 0.3], [2.3, 2.2, 2.4, 2.1, 2.2, 0.35], 0.36), TEN, {}),
    "batch norm": ("evaluation mode", ([2.4, 0.5, 0.006], [2.3, 2.2, 2.0], 2.0), TEN, {"evaluated": 2.0}),
    "batch norm, above a guess": ("evaluation mode", ([2.4, 0.05], [2.4, 3.5]), TEN, {"evaluated": 3.4}),
    "shuffled, half by heart": ("unrelated labels", ([2.4, 1.5, 0.8, 0.37], [2.34, 2.6, 3.5, 4.6], 4.5), TEN, {}),
    "shuffled, all by heart": ("unrelated labels", (LOW, [2.3, 3.0, 4.0]), TEN, {"evaluated": 0.05}),
    "a recipe does better": ("optimization", (HIGH,), TEN, {"recipe": 0.5}),
    "a smaller one does better": ("optimization", (HIGH,), TEN, {"smaller": 0.5}),
    "stuck, and deeper is worse": ("optimization", ([2.305, 2.304, 2.302],), TEN, {"smaller": 0.84}),
    "still falling": ("too few updates", ([2.312, 2.308, 2.305, 2.302],), TEN, dict.fromkeys(COMPARED, 2.2)),
    "eight not by heart": ("broken step", (HIGH,), TEN, COMPARED | {"one_batch": 2.0}),
    "eight not by heart, no other run": ("broken step", (HIGH,), TEN, {"one_batch": 2.0}),
    "softmax twice": ("broken step", ([2.3, 1.7, 1.52, 1.48],), TEN, {"one_batch": 1.4612}),
    "eight, and their own guess": ("broken step", ([1.0, 0.97],), 1.0, {"one_batch": 0.49, "one_batch_guess": 0.49}),
    "a bigger one does better": ("model bias", (HIGH,), TEN, COMPARED),
    "noise": ("as low as these get", (HIGH, HIGH, 1.4), TEN, COMPARED | {"bigger": 1.35}),
    "a language model": (
        "as low as these get",
        ([10.9, 4.0, 3.3, 3.1], [10.9, 4.0, 3.35, 3.12], 3.15),
        *(10.825, {"smaller": 3.4, "one_batch": 0.01, "bigger": 2.95}),
    ),
    "a rare class": ("only a guess", ([0.2, 0.06, 0.056],), RARE["guess"], RARE | {"guess": None} | COMPARED),
    "88 to 12": ("only a guess", ([0.69, 0.37, 0.36],), 0.367, MAJORITY | {"zeros": TWO}),
    "perplexity 5 against 22": ("overfitting", ([10.9, 4, 2.5, 1.6], [10.9, 4.2, 3.2, 3.1], 3.1), log(50257), {}),
    "1000 classes, other test data": ("mismatch", ([6.9, 2, 0.6, 0.2], [6.9, 2.2, 0.7, 0.3], 0.8), log(1000), {}),
    "the test is as bad as validation has become": (
        "healthy",
        ([2.3, 0.6, 0.45, 0.38, 0.32], [2.3, 0.35, 0.4, 0.5, 0.72], 0.72),
        *(TEN, {}),
    ),
    "single batches": (
        "healthy",
        ([2.4, 1.9, 1.3, 1.6, 1, 0.7, 1.05, 0.6, 0.5, 0.45, 0.85, 0.4, 0.3, 0.2, 0.25], [2, 0.9, 0.5, 0.35], 0.35),
        *(TEN, {}),
    ),
    "a recipe does somewhat better": ("optimization", ([10.9, 5.5, 4.8, 4.5],), log(50257), {"recipe": 3.4}),
    "two epochs": ("too few updates", ([2.3, 1.4], [2.3, 1.45]), TEN, COMPARED | {"bigger": 1.3}),
    "in evaluation mode, all of them": (
        "as low as these get",
        ([2.3, 1.3, 1.0, 0.9], [2.3, 1.0, 0.6, 0.55]),
        *(TEN, {"evaluated": 0.5, "recipe": 0.5, "smaller": 0.52, "one_batch": 0.01, "bigger": 0.48}),
    ),
    "few examples": ("overfitting", (LOW, [2.3, 0.9, 1.2], 1.2), TEN, {}),
    "1000 classes": ("overfitting", ([6.9, 3.0, 0.8, 0.05], [6.9, 4.0, 2.0, 1.4], 1.45), log(1000), {}),
    "50257 tokens": ("overfitting", ([10.9, 4.0, 2.5, 1.5], [10.9, 4.2, 3.5, 3.6], 3.6), log(50257), {}),
    "validation rises, training not low": ("overfitting", ([2.3, 1, 0.6, 0.5], [2.3, 1.6, 1.9, 2.4]), TEN, {}),
    "good but for the test data": ("mismatch", (LOW, HELD, 1.5), TEN, {}),
    "all is well": ("healthy", (LOW, HELD, 0.08), TEN, {}),
    "means of epochs": ("healthy", ([0.35, 0.1, 0.05, 0.03], [0.15, 0.1, 0.09, 0.08], 0.08), TEN, {}),
    "fine-tuning starts low": ("healthy", ([0.6, 0.3, 0.2], [0.5, 0.3, 0.25], 0.26), TEN, {}),
    "a last spike": ("healthy", ([2.3, 0.3, 0.1, 0.05, 0.04, 1.9], [2.3, 0.4, 0.2, 0.2, 0.2, 2.0], 0.2), TEN, {}),
    "dropout in training only": ("healthy", ([2.3, 0.6, 0.5, 0.45], [2.2, 0.3, 0.2, 0.17], 0.16), TEN, {}),
    "dropout, measured": ("healthy", ([2.3, 0.6, 0.45], [2.2, 0.3, 0.2], 0.2), TEN, {"evaluated": 0.15}),
    "a perfect fit": ("healthy", ([2.3, 0.0], [2.3, 0.0], 0.0), TEN, {}),
    "two equal classes": ("healthy", ([0.69, 0.05], [0.69, 0.05], 0.05), TWO, {"zeros": TWO}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_losses_lead_to_their_leaf(case):
    leaf, losses, guess, others = CASES[case]
    found, why, what_next = diagnose(*losses, **others | {"guess": guess})
    assert found == leaf, why
    assert what_next == LEAVES[leaf]
    assert all(any(line.startswith(question) for question in QUESTIONS.values()) for line in why)


UNDECIDED = {  # situation: (the name of the number that decides, losses, guess, further numbers)
    "a high first mean": ("untrained", ([41.1, 2.4, 2.3],), TEN, {}),
    "held-out data never good": ("evaluated", ([2.4, 0.5, 0.006], [2.3, 2.2, 2.0], 2.0), TEN, {}),
    "validation divided by its size": ("evaluated", ([2.3, 1.6, 1.4], [0.036, 0.025, 0.022], 0.022), TEN, {}),
    "training divided by accumulation": ("evaluated", ([0.288, 0.2, 0.18], [2.3, 1.6, 1.44], 1.44), TEN, {}),
    "two classes": ("zeros", ([0.6, 0.2, 0.064], [0.4, 0.08, 0.073], 0.08), TWO, {}),
    "two classes, not low": ("zeros", ([0.69, 0.36, 0.36],), TWO, MAJORITY),
    "high": ("recipe", (HIGH, HIGH, 1.4), TEN, {}),
    "high with a recipe": ("smaller", (HIGH,), TEN, {"recipe": 1.4}),
    "high, and a smaller one no better": ("one_batch", (HIGH,), TEN, {"smaller": 1.4}),
    "high, and eight by heart": ("bigger", (HIGH,), TEN, {"smaller": 1.4, "one_batch": 0.01}),
    "no held-out data": ("validation_loss", (LOW, None, 0.5), TEN, {}),
    "no test data": ("test_loss", (LOW, LOW), TEN, {}),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_without_the_run_that_decides_it_cannot_tell_and_names_it(case):
    name, losses, guess, others = UNDECIDED[case]
    leaf, why, what_next = diagnose(*losses, guess=guess, **others)
    assert leaf == "cannot tell", why
    assert what_next.endswith(f"give it as {name}=")
    assert name in {called for _, called in RUNS.values()}


def test_the_reasons_say_yes_or_no_with_number_unit_and_limit():
    _, why, _ = diagnose(HIGH, guess=2.0, smaller=1.26)
    assert "Does the training loss end low? no: 0.7 of a guess (yes up to 0.15)" in why
    assert "Does a smaller network end lower? no: 0.9 of yours (yes up to 0.85)" in why


@pytest.mark.parametrize("scale", [0.01, 1, 100])
def test_the_unit_of_the_loss_does_not_matter(scale):
    def scaled(value):
        return [scale * x for x in value] if isinstance(value, list) else value and scale * value

    for leaf, losses, guess, others in CASES.values():
        if guess != TWO:  # which it knows by its number
            changed = {name: scaled(value) for name, value in others.items()} | {"guess": scale * guess}
            assert diagnose(*map(scaled, losses), **changed)[0] == leaf


@pytest.mark.parametrize("kind", [np.array, torch.tensor, tuple])
def test_arrays_and_tensors_are_lists_too(kind):
    found = diagnose(kind(LOW), kind(HELD), kind([0.08])[0], guess=kind([TEN])[0])
    assert found[0] == "healthy"


def test_a_curve_per_step_is_read_like_one_per_epoch():
    chance = torch.Generator().manual_seed(0)
    steps = torch.arange(2000) / 400
    curve = 0.1 + 2.2 * torch.exp(-steps) + 0.3 * torch.rand(2000, generator=chance)
    assert diagnose(curve, [2.3, 0.5, 0.3], 0.3, guess=TEN)[0] == "healthy"
    assert diagnose(curve + 1.0, guess=TEN, smaller=1.4, one_batch=0.0, bigger=1.2)[0] == "as low as these get"


@pytest.mark.parametrize(
    ("losses", "others", "message"),
    [
        (([],), {}, "train_loss is empty: note the loss after every epoch"),
        ((LOW, []), {}, "validation_loss is empty"),
        (([[2.3], [0.1, 0.2]],), {}, "train_loss, a list of numbers: a number, please, not "),
        ((0.5,), {}, "train_loss: a list of numbers"),
        ((LOW, LOW, [0.1, 0.2]), {}, r"test: a number, please, not \[0.1, 0.2\]"),
        ((LOW,), {"recipe": nan}, "recipe is not a finite number: mend that run first"),
        ((HIGH,), {"one_batch": 1.0, "one_batch_guess": 0}, "a guess must be a positive number"),
        (([2.3, -5.0],), {}, "a loss below 0: is log_softmax missing"),
        ((LOW,), {"guess": 0}, "a guess must be a positive number: see guess_loss"),
        ((LOW,), {"guess": None}, "guess: a number, please, not None"),
        ((LOW,), {"guess": nan}, "a guess must be a positive number"),
        ((LOW,), {"guess": inf}, "a guess must be a positive number"),
    ],
)
def test_bad_input_gets_a_sentence(losses, others, message):
    with pytest.raises(ValueError, match=message):
        diagnose(*losses, **{"guess": TEN} | others)
