"""The general guide as a tree of questions (after Lee, 2021; Karpathy, 2019).

A guess is the loss of the best answer that ignores the input. The limits are ours.
"""

QUESTIONS = {
    "finite": "Is every loss a finite number?",
    "start": "Does training start near the loss of a guess?",
    "steady": "Does the training loss fall without rising again?",
    "mode": "Is the training loss as low in evaluation mode?",
    "low": "Does the training loss end low?",
    "apart": "Does the held-out loss stay near the training loss?",
    "learned": "Did the held-out loss ever beat a guess?",
    "recipe": "Does your network end lower under a recipe that you trust?",
    "smaller": "Does a smaller network end lower?",
    "slowed": "Has the fall of the training loss slowed down?",
    "batch": "Can your network learn eight examples by heart?",
    "bigger": "Does a bigger network end lower?",
    "floor": "Does the training loss beat a guess clearly?",
    "signal": "Did the held-out loss ever beat a guess?",
    "gap": "Does the held-out loss end near the training loss?",
    "target": "Is the test loss near the held-out loss?",
}
GUIDE = {  # key: (the largest number that means yes, its unit, if yes, if no)
    "finite": (0, "that are not", "start", "not a number"),
    "start": (2, "guesses", "steady", "wrong start"),
    "steady": (0.1, "of a guess up again", "mode", "unstable"),
    "mode": (0.2, "of a guess more", "low", "evaluation mode"),
    "low": (0.15, "of a guess", "signal", "apart"),
    "apart": (0.3, "of a guess above", "recipe", "learned"),
    "learned": (0.97, "of a guess at best", "overfitting", "unrelated labels"),
    "recipe": (0.85, "of yours", "optimization", "smaller"),
    "smaller": (0.85, "of yours", "optimization", "slowed"),
    "slowed": (0.8, "of its usual pace", "batch", "too few updates"),
    "batch": (0.3, "of their own guess", "bigger", "broken step"),
    "bigger": (0.7, "of yours", "model bias", "floor"),
    "floor": (0.9, "of a guess", "as low as these get", "only a guess"),
    "signal": (0.97, "of a guess at best", "gap", "unrelated labels"),
    "gap": (0.2, "of a guess above", "target", "overfitting"),
    "target": (0.08, "of a guess above", "healthy", "mismatch"),
}
RUNS = {  # key: (what to measure for it, what diagnose calls the number)
    "start": ("measure the loss before the first step", "untrained"),
    "mode": ("measure the training loss after model.eval()", "evaluated"),
    "low": ("take the guess from guess_loss(labels)", "zeros"),
    "recipe": (
        "train yours as long with Adam at 1e-3 (pretrained: 2e-5), inputs and "
        "targets standardized; its loss in your unit",
        "recipe",
    ),
    "smaller": ("train one that yours contains, as well as you can", "smaller"),
    "batch": ("train on eight examples only", "one_batch"),
    "bigger": ("train a wider one in the same way", "bigger"),
    "floor": ("take the guess from guess_loss(labels)", "zeros"),
    "signal": ("hold out some training data", "validation_loss"),
    "target": ("measure it where the model is used", "test_loss"),
}
LEAVES = {  # leaf: what to try next
    "not a number": "missing values, log 0, x/0, sqrt of 0; a smaller rate; clip",
    "wrong start": "standardize inputs and targets; initialization? a sum?",
    "unstable": "zero_grad()? A smaller rate; clip; targets made by the network?",
    "evaluation mode": "batch norm's statistics; dropout; a sum for a mean?",
    "unrelated labels": "read labels beside inputs; a shuffle? too few examples?",
    "optimization": "what has the recipe not? rate, schedule, decay, augmentation",
    "too few updates": "train longer; larger rate; smaller batches, if no norm",
    "broken step": "the first checks; softmax or ReLU last? no ReLU between?",
    "model bias": "a bigger model, or more input features",
    "as low as these get": "noise? missing inputs? augmentation? a fast wave?",
    "only a guess": "unequal classes? labels of other rows? -999 in the inputs?",
    "overfitting": "eval() called? scaled alike? wrong labels? more data, augment",
    "mismatch": "training data like the test data; more of the same may not help",
    "healthy": "stop, or choose the complexity by validation; is the metric right?",
}
