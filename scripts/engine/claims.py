"""From the claims of an experiment and its record to findings, as docs/results/claims.json holds them."""

import difflib
import importlib
import inspect
import re

from scripts.engine.places import ROOT, show_file
from scripts.engine.plain import plain
from scripts.engine.substitute import look_up, substitute
from scripts.evidence.carry import FAILED
from scripts.evidence.rule import FAILS, NotExact

ABOUT = re.compile(
    r"Slot (?P<slot>\w+)\. (?:Figure: (?P<figure>\w+)\. )?(?:Known: (?P<known>[^.]+)\. )?Scope: (?P<scope>.+)", re.S
)
DISTINCT = 10  # different numbers among the repeats
THEOREM = "a theorem"  # what makes an identity known before anything is measured
DRAWING = re.compile(r"draw(_\w+)?")


def show_functions(name):
    """The claims and the drawings of an experiment, in the order of its file, as two dicts {name: function}.

    Raises NameError for a function that is neither, by a slip of its name, and FileNotFoundError without show.py.
    """
    file = show_file(name)
    module = importlib.import_module(f"scripts.experiments.{name}.show")
    own = {key: value for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    functions = {key: value for key, value in own.items() if inspect.isfunction(value)}
    claims = {key: value for key, value in functions.items() if key.startswith("claim_")}
    drawings = {key: value for key, value in functions.items() if DRAWING.fullmatch(key)}
    for key in functions.keys() - claims.keys() - drawings.keys():
        word, parameters = key.partition("_")[0], [*inspect.signature(functions[key]).parameters]
        near = difflib.get_close_matches(word, ["claim", "draw"], 1, 0.6)
        if near and parameters[-1:] == ["result"]:
            name_it = "draw" if near[0] == "draw" and key == word else f"{near[0]}_..."
            raise NameError(
                f"{file.relative_to(ROOT)}: {key} is no claim and no drawing: call it {name_it}, or else something else"
            )
    if not drawings:
        raise NameError(f"scripts/experiments/{name}/show.py draws no figure: it needs draw(figure, result)")
    return claims, drawings


def claim_functions(name):
    return show_functions(name)[0]


def _words(function):
    """Statement, slot, figure's suffix and scope, from a claim's docstring."""
    statement, _, about = (inspect.getdoc(function) or "").partition("\n\n")
    match = ABOUT.fullmatch(about)
    if not match:
        raise ValueError(
            "its docstring must be a sentence, an empty line, and 'Slot NN. Scope: ...', "
            "with 'Figure: SUFFIX.' between the two if the claim stands under another figure, "
            "and 'Known: by symmetry.' if no world could make it false"
        )
    words = {"statement": statement, **match.groupdict()}
    return {key: value and " ".join(value.split()) for key, value in words.items()}


def _judge_one(name, function, record):
    words, finding = _words(function), plain(function(record["result"]).judge(), function.__name__)

    def fill(text):
        """With numbers of the result, else of its parameters, else of the finding itself, such as its delta."""
        return substitute(text, lambda keys: look_up(keys, record["result"], record["parameters"], finding, record))

    return {
        "slot": words["slot"],
        "figure": f"{name}-{words['figure']}" if words["figure"] else name,
        "statement": fill(words["statement"]),
        "scope": fill(words["scope"]),
        "known": words["known"] or (THEOREM if finding["kind"] == "identity" else ""),
        **finding,
    }


def ask_again(name, rerun):
    """What a run with another seed or setting says of each claim: {claim: verdict, detail, effect, interval, numbers}.

    Where the run failed, or a claim cannot be judged from it, the verdict is *failed*, with the reason; an identity
    that is none there does not hold.
    """
    return {key: _outcome(function, rerun) for key, function in claim_functions(name).items()}


def _outcome(function, rerun):
    nothing = {"effect": None, "interval": None, "numbers": None}
    if rerun["failed"]:
        return {"verdict": FAILED, "detail": rerun["failed"].splitlines()[0]} | nothing
    try:
        evidence = function(rerun["result"])
        finding = plain(evidence.judge(), function.__name__)
    except NotExact as error:
        return {"verdict": FAILS, "detail": str(error)} | nothing
    except Exception as error:
        return {"verdict": FAILED, "detail": f"{type(error).__name__}: {error}"} | nothing
    more = {"effect": finding["effect"], "interval": finding["interval"], "numbers": _numbers(evidence)}
    return outcome_of(finding) | more


def _numbers(evidence):
    """The repeats that were judged, where they vary so much that no other run has the same by chance; else None."""
    parts = getattr(evidence, "members", {"": evidence}).values()
    values = [getattr(part, "values", ()) for part in parts]
    return values if all(len(set(each)) >= DISTINCT for each in values) else None


def outcome_of(finding):
    """What a finding says by itself: its verdict and detail, and the verdict of each member of a family."""
    members = {member["name"]: member["verdict"] for member in finding.get("members", ())}
    outcome = {"verdict": finding["verdict"], "detail": finding["detail"]}
    return outcome | {"members": members} if members else outcome


def judge(name, record):
    """The findings of an experiment's claims: a list of dicts, evaluated from its record alone.

    Raises ClaimFailed, which names the claim and its place, for whatever goes wrong with one: an identity that does
    not hold, a value that is not there, a docstring without its scope.
    """
    findings = []
    for key, function in claim_functions(name).items():
        try:
            finding = _judge_one(name, function, record)
        except Exception as error:
            place = f"scripts/experiments/{name}/show.py, line {function.__code__.co_firstlineno}, {key}"
            raise ClaimFailed(f"{place}: {type(error).__name__}: {error}") from error
        findings.append({"id": f"{name}.{key}", "experiment": name, **finding})
    return findings


class ClaimFailed(ValueError):
    """A claim that cannot be judged; the message names it."""
