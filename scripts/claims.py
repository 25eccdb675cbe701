"""From the claims of an experiment and its record to findings, as docs/results/claims.json holds them."""

import importlib
import inspect
import re

from scripts.plain import plain
from scripts.substitute import look_up, substitute

ABOUT = re.compile(r"Slot (?P<slot>\w+)\. (?:Figure: (?P<figure>\w+)\. )?Scope: (?P<scope>.+)", re.S)


def claim_functions(name):
    """The claims of an experiment in the order of its file, as {name: function}."""
    module = importlib.import_module(f"scripts.experiments.{name}")
    return {key: value for key, value in vars(module).items() if key.startswith("claim_")}


def _words(function):
    """Statement, slot, figure's suffix and scope, from a claim's docstring."""
    statement, _, about = (inspect.getdoc(function) or "").partition("\n\n")
    match = ABOUT.fullmatch(about)
    if not match:
        raise ValueError(
            f"{function.__name__}: its docstring must be a sentence, an empty line, and 'Slot NN. Scope: ...', "
            "with 'Figure: SUFFIX.' between the two if the claim stands under another figure"
        )
    words = {"statement": statement, **match.groupdict()}
    return {key: value and " ".join(value.split()) for key, value in words.items()}


def judge(name, record):
    """The findings of an experiment's claims: a list of dicts, evaluated from its record alone.

    Raises scripts.evidence.NotExact if an identity does not hold.
    """

    def fill(text):
        return substitute(text, lambda keys: look_up(keys, record["result"], record["parameters"], record))

    findings = []
    for key, function in claim_functions(name).items():
        words = _words(function)
        findings.append(
            {
                "id": f"{name}.{key}",
                "experiment": name,
                "slot": words["slot"],
                "figure": f"{name}-{words['figure']}" if words["figure"] else name,
                "statement": fill(words["statement"]),
                "scope": fill(words["scope"]),
                **plain(function(record["result"]).judge(), key),
            }
        )
    return findings
