"""The general guide (after Lee, 2021; first checks after Karpathy, 2019) as data, and a walk through it."""

GUIDE = {  # step: (question, the largest number that means yes, if yes, if no, the run that it takes)
    "finite": ("Is every loss a finite number?", 1e9, "start", "not a number", ""),
    "start": ("Does the training loss start near a guess's?", 0.5, "low", "wrong start", ""),
    "low": ("Does the training loss end low?", 0.15, "signal", "smaller", ""),
    "smaller": ("Does a smaller model end lower?", 0.7, "optimization", "batch", "train one that yours contains"),
    "batch": ("Can it learn eight examples by heart?", 0.65, "bigger", "broken step", "train on eight examples only"),
    "bigger": ("Does a bigger model end lower?", 0.7, "model bias", "optimization", "train one in the same way"),
    "signal": ("Did the validation loss ever beat a guess?", 0.97, "gap", "unrelated labels", "hold out training data"),
    "gap": ("Does it end near the training loss?", 0.2, "target", "overfitting", ""),
    "target": ("Is the test loss near that one?", 0.08, "healthy", "mismatch", "measure it where the model is used"),
}
LEAVES = {  # leaf: (its section, what to try next)
    "not a number": ("general-guide.md#first-checks", "find missing inputs, log 0 and x/0; lower the learning rate"),
    "wrong start": ("general-guide.md#first-checks", "scale the inputs, shrink the last layer, check the loss"),
    "broken step": ("general-guide.md#first-checks", "print one batch: inputs, labels, gradients, step size"),
    "unrelated labels": ("general-guide.md#first-checks", "read examples with their labels; look for a shuffle"),
    "optimization": ("bias-or-optimization.md", "another learning rate, optimizer or initialization; skip connections"),
    "model bias": ("bias-or-optimization.md", "a bigger model, or more input features"),
    "overfitting": ("overfitting.md", "more data, augmentation, a simpler or regularized model"),
    "mismatch": ("mismatch.md", "training data like the test data; more of the same may not help"),
    "healthy": ("trade-off.md", "stop, or choose the complexity by validation for the last few points"),
}


def diagnose(train_loss, validation_loss=None, test_loss=None, *, guess, one_batch=None, smaller=None, bigger=None):
    """Curves, final losses of other runs, and a constant guess's: ln(classes). -> leaf, numbers, what to try."""
    key, why, end, last = "finite", [], train_loss[-1], (validation_loss or [None])[-1]
    first = sum([*train_loss, *(validation_loss or [])]), abs(train_loss[0] - guess), end
    later = validation_loss and min(validation_loss), last and last - end, test_loss and test_loss - last
    numbers = dict(zip(GUIDE, (*first, smaller, one_batch, bigger, *later), strict=True))
    while key in GUIDE:
        question, most, yes, no, run = GUIDE[key]
        if numbers[key] is None:
            return "cannot tell", why, run
        number = numbers[key] / (end if key in ("smaller", "bigger") else guess)
        why.append(f"{question} {number:.2f} (yes up to {most:g})")
        key = yes if number <= most else no
    return key, why, LEAVES[key][1]
