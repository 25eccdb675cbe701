"""A walk through the guide: losses of a run, and of others that it asks for."""

# --8<-- [start:imports]
import math

# --8<-- [end:imports]
from snippets.answers import answers
from snippets.curves import as_float, as_floats
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS

# --8<-- [start:code]


def diagnose(train_loss, validation_loss=None, test_loss=None, *, guess, zeros=None,
             untrained=None, evaluated=None, one_batch=None, one_batch_guess=None,
             recipe=None, smaller=None, bigger=None):  # fmt: skip
    """-> where the guide leads, the reasons, and what to try next.

    train_loss, validation_loss: one number an epoch, or more. test_loss: a number.
    guess, zeros: losses of the best constant and of zero outputs, from guess_loss.
    untrained: the loss before the first step. evaluated: the training loss after
    model.eval(). Last training losses of other runs: recipe, smaller, bigger, and
    one_batch, with the guess of its examples. Raises ValueError for other input.
    """
    train, held = as_floats(train_loss, "train_loss"), []
    if validation_loss is not None:
        held = as_floats(validation_loss, "validation_loss")
    single = {"test": test_loss, "guess": guess, "zeros": zeros, "first": untrained}
    single |= {"evaluated": evaluated, "heart": one_batch}
    others = {"recipe": recipe, "smaller": smaller, "bigger": bigger}
    for part in (single, others):
        part |= {k: as_float(part[k], k) for k in part if part[k] is not None}
    yard = as_float(guess if one_batch_guess is None else one_batch_guess, "guess")
    if -math.inf < min(train) < 0:
        raise ValueError(
            "a loss below 0: is log_softmax missing? Or is it a density?"
        )
    if not (0 < single["guess"] < math.inf and 0 < yard < math.inf):
        raise ValueError("a guess must be a positive number: see guess_loss")
    single["heart"] = None if one_batch is None else single["heart"] / yard
    mine = [*train, *held, single["test"], single["evaluated"], single["first"]]
    rest = others | {"one_batch": single["heart"], "zeros": single["zeros"]}
    for name, loss in rest.items():
        if loss is not None and not math.isfinite(loss):
            raise ValueError(f"{name} is not a finite number: mend that run first")
    bad = sum(not math.isfinite(loss) for loss in mine if loss is not None)
    known = {} if bad else answers(train, held, **single, others=others)
    known, key, why = known | {"finite": bad}, "finite", []
    while key in GUIDE:
        answer, (most, unit, yes, no) = known[key], GUIDE[key]
        if answer is None:
            run, name = RUNS[key]
            return "cannot tell", why, f"{run}, and give it as {name}="
        holds = answer if isinstance(answer, bool) else answer <= most
        if answer is not holds:
            found = f"{'yes' if holds else 'no'}: {answer:.3g} {unit}"
            why.append(f"{QUESTIONS[key]} {found} (yes up to {most:g})")
        key = yes if holds else no
    return key, why, LEAVES[key]
