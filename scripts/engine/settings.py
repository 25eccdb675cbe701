"""The other settings of an experiment: what its run.py declares as SETTINGS, read without running it.

    SETTINGS = {"noise 0.05": {"noise": 0.05}, "wide": {"width": 256, "repeats": 10}}

A name that readers see, and values for some of `run`'s own keywords.
"""

import ast

from scripts.engine.places import EXPERIMENTS
from scripts.engine.plain import plain
from scripts.engine.sources import uses_of_settings

FEWEST_REPEATS = 10  # of a setting, as of an effect
LONGEST_NAME = 60


class BadSettings(ValueError):
    """A SETTINGS that nobody can run; the message names the experiment and the mend."""


def settings(name):
    """{setting: {keyword: value}} of an experiment, empty where it declares none. Raises BadSettings."""
    source = (EXPERIMENTS / name / "run.py").read_bytes()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise BadSettings(f"scripts/experiments/{name}/run.py cannot be read: {error}") from None
    uses = uses_of_settings(tree)
    if not any(isinstance(use, ast.Name) and isinstance(use.ctx, ast.Store) for use in uses):
        return {}  # it declares none
    try:
        plainly = [each for each in tree.body if isinstance(each, ast.Assign) and [*each.targets] == uses]
        if not plainly:
            raise ValueError("must be set once, as SETTINGS = {...} at the file's top level, and used nowhere else")
        return _checked(plainly[0].value, keywords(tree))
    except ValueError as error:
        place = f"scripts/experiments/{name}/run.py, line {uses[0].lineno}"
        raise BadSettings(f"{place}: SETTINGS {error}") from None


def _literal(node):
    """The value of an expression of plain values. Raises ValueError for any other."""
    try:
        value = ast.literal_eval(node)
        plain(value)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        raise ValueError("is no plain value") from None
    return value


def keywords(tree):
    """{keyword: its default, as a node} of the function run; the seed is none."""
    runs = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == "run"]
    if not runs:
        return {}
    arguments = runs[-1].args
    return {
        argument.arg: default for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    }


def _checked(node, keywords):
    """Raises ValueError, whose message goes on after the word SETTINGS."""
    try:
        found = _literal(node)
    except ValueError:
        raise ValueError(
            'must be plain values that can be read without running it: {"noise 0.05": {"noise": 0.05}}'
        ) from None
    if not isinstance(found, dict):
        raise ValueError('must be a dict of names, each with a dict of keywords: {"noise 0.05": {"noise": 0.05}}')
    if len(found) < len(node.keys):
        raise ValueError("has the same name twice")
    seen = {}
    for label, changes in found.items():
        good = (
            isinstance(label, str)
            and label.strip()
            and label.isprintable()
            and len(label) <= LONGEST_NAME
            and not label.startswith("seed ")
        )
        if not good or set("[]/:\\*_`$<>&") & set(label):
            raise ValueError(f"has a name {label!r}: take letters, digits and spaces, such as 'noise 0.05'")
        if not isinstance(changes, dict) or not changes:
            raise ValueError(f"must give {label!r} a dict of keywords, such as {{'noise': 0.05}}")
        for keyword, value in changes.items():
            if keyword not in keywords:
                raise ValueError(
                    f"gives {label!r} a {keyword}, which run does not take; it takes {', '.join(keywords)}"
                )
            if keyword == "repeats" and not (isinstance(value, int) and value >= FEWEST_REPEATS):
                raise ValueError(f"gives {label!r} {value} repeats: {FEWEST_REPEATS} or more settle something")
        differs = {key: value for key, value in changes.items() if key != "repeats" and not _same(value, keywords[key])}
        if not differs:
            raise ValueError(f"gives {label!r} the values that run has by default: a setting changes something")
        same = next((other for other, known in seen.items() if known == changes), None)
        if same:
            raise ValueError(f"gives {label!r} what {same!r} has")
        seen[label] = changes
    return found


def _same(value, default):
    try:
        return default is not None and plain(value) == plain(_literal(default))
    except ValueError:  # it is computed
        return False
