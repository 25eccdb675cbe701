"""Do the test inputs look like the training inputs? No labels needed."""

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict


def tell_apart(x, new_x, model=None, seed=0):
    """How well a classifier tells new_x from x (n, ...): area under its ROC curve.

    0.5: not at all. 1: every one. Each input is judged by a model that has not seen
    it (Lopez-Paz and Oquab, 2017, who take the accuracy). model: any of
    scikit-learn's. Raises ValueError for fewer than ten inputs on a side, NaN, or
    two shapes.
    """
    parts = [np.asarray(part).reshape(len(part), -1) for part in (x, new_x)]
    if min(map(len, parts)) < 10 or parts[0].shape[1] != parts[1].shape[1]:
        raise ValueError("ten inputs of one shape on either side are needed")
    both, new = np.concatenate(parts), np.repeat([0, 1], [*map(len, parts)])
    if not np.isfinite(both).all():
        raise ValueError("an input is not a finite number: drop or fill it first")
    if model is None:
        usual = {"class_weight": "balanced", "random_state": seed}
        model = ExtraTreesClassifier(50, min_samples_leaf=3, **usual)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    found = cross_val_predict(model, both, new, cv=folds, method="predict_proba")
    return roc_auc_score(new, found[:, 1])
