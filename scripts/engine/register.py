"""What an experiment claims, written down before its published run, and held against what is published.

docs/registered/NAME.json holds the parameters, and of each claim the kind, unit, size that matters, side, members,
repeats, a hash of the code that judges it, its wordings, and when it was registered. What judges may change only with a
reason, which the page shows; a new wording is added to the file.
"""

from scripts.engine.judging import judging_code
from scripts.engine.places import record_file
from scripts.engine.store import BrokenResult, read_registered, register
from scripts.engine.words import count

BEFORE, AFTER = "before the published run", "after publication"
FACTS = "kind", "unit", "delta", "side"


class Unregistered(ValueError):
    """What is to be published is not what was registered; the message names the command that mends it."""


def _command(name, why=""):
    return f"python -m scripts.build --register {name}{why and ' --because ' + chr(34) + why + chr(34)}"


def registered(name):
    """What is registered of an experiment, or None. Raises Unregistered for a damaged file."""
    try:
        found = read_registered(name)
        return found and {key: value for key, value in found.items() if key != "seal"}
    except BrokenResult as error:
        raise Unregistered(f"{error}. Take it from the history again: nothing can make it anew") from None


def facts(finding):
    """What of a finding is fixed before the run."""
    found = {key: finding[key] for key in FACTS}
    if "members" in finding:  # its own numbers are those of the weakest, which chance may choose
        members = {each["name"]: {key: each[key] for key in FACTS} for each in finding["members"]}
        found = {"kind": "family", "members": members}
    return found | {"known": finding["known"], "repeats": finding["repeats"]}


def entry_of(name, parameters, findings, old, published):
    """What is to be registered, and what has changed against `old`, {claim: how}. published: there is a result."""
    judging, kept = judging_code(name), (old or {"claims": {}, "changes": []})
    claims, changed = {}, {}
    for finding in findings:
        key = finding["id"].partition(".")[2]
        hashed, words = judging[key]
        fixed, was = facts(finding) | {"code": hashed}, kept["claims"].get(key)
        how = _how(fixed, was) if was else "new"
        if how:
            changed[key] = how
        same = was is not None and key not in changed
        wordings = [*was["words"], *([] if words in was["words"][-1:] else [words])] if was else [words]
        claims[key] = {"when": was["when"] if same else AFTER if published else BEFORE} | fixed | {"words": wordings}
    changed |= dict.fromkeys(kept["claims"].keys() - claims.keys(), "gone")
    if old and old["parameters"] != parameters:
        changed["run"] = _how({"parameters": parameters}, old)
        if published:  # the result that is there had a part in the new parameters
            claims = {key: claim | {"when": AFTER} for key, claim in claims.items()}
    return {"parameters": parameters, "claims": claims, "changes": kept["changes"]}, changed


def _how(now, was):
    """What is fixed otherwise than it was, in words. The repeats that count may depend on the outcome."""
    keys = [key for key in now if key not in ("repeats", "words") and now[key] != was.get(key)]
    if "parameters" in keys:
        now, was = now["parameters"], was["parameters"]
        keys = [key for key in now | was if now.get(key) != was.get(key)]
    return ", ".join(_became(key, was, now) for key in keys)


def _became(key, was, now):
    if key == "code":
        return "the code that judges it"
    if key == "members" and key in was and key in now and was[key].keys() == now[key].keys():
        return "what its members are judged by"
    old, new = (", ".join(value) if isinstance(value, dict) else value for value in (was.get(key), now.get(key)))
    return (
        f"{key} {old!r} became {new!r}" if key in was and key in now else f"{key} is {'new' if key in now else 'gone'}"
    )


def write_down(name, record, findings, why):
    """Register an experiment; gives back in words what was done. Raises Unregistered where a reason is missing."""
    old, published = registered(name), record_file(name).exists()
    value, changed = entry_of(name, record["parameters"], findings, old, published)
    if value == old:
        return "registered already, and unchanged"
    if old and changed and published:
        said = "; ".join(f"{key}: {how}" for key, how in changed.items())
        if not why:
            raise Unregistered(
                f"{name} was registered otherwise ({said}). Say why it changes: {_command(name, 'REASON')}"
            )
        value["changes"] = [*value["changes"], {"why": why, "what": changed}]
    register(name, value)
    when = {claim["when"] for claim in value["claims"].values()}
    return f"{count(value['claims'], 'claim')} registered {' and '.join(sorted(when))}"


def registered_parameters(name):
    """The parameters that were registered, once the code that judges is seen to be the registered one.

    Raises Unregistered.
    """
    old = registered(name)
    if old is None:
        raise Unregistered(
            f"it is not registered: {_command(name)} writes down what it claims, before its published run"
        )
    _refuse({key: {"code": hashed} for key, (hashed, _) in judging_code(name).items()}, old, name)
    return old["parameters"]


def check_findings(name, findings):
    """Raise Unregistered where a finding is not of a registered claim; add new wordings to the file."""
    old = registered(name)
    if old is None:
        raise Unregistered(f"it is not registered: {_command(name)}")
    judging = judging_code(name)
    now = {key: facts(each) | {"code": judging[key][0]} for each in findings for key in [each["id"].partition(".")[2]]}
    _refuse(now, old, name)
    for key, (_, words) in judging.items():
        if words != old["claims"][key]["words"][-1]:
            old["claims"][key]["words"].append(words)
            register(name, old)


def _refuse(now, old, name):
    changed = {key: _how(fixed, old["claims"][key]) for key, fixed in now.items() if key in old["claims"]}
    changed |= dict.fromkeys(now.keys() - old["claims"].keys(), "new")
    changed |= dict.fromkeys(old["claims"].keys() - now.keys(), "gone")
    said = "; ".join(f"{key}: {how}" for key, how in changed.items() if how)
    if said:
        raise Unregistered(f"not what was registered ({said}). Say why it changes: {_command(name, 'REASON')}")
