"""The code that judges a claim, as one hash: the claim itself and whatever of ours it uses, read without running it."""

import ast
import functools
from pathlib import Path

from scripts.engine.places import ROOT, show_file
from scripts.engine.sources import code, digest, is_main_guard

OURS = "scripts.", "snippets."
COMMON = "scripts.evidence.rule", "scripts.evidence.style", "scripts.evidence.marks"  # the same for all experiments
ALL = "*"  # every name of a module
parse_once = functools.cache(ast.parse)  # of the same text, once: most claims lead to the same modules


class Judging:
    """Collects what names of modules stand for: `told` is {(module, place in the file): hash of the statement}."""

    def __init__(self):
        self.told, self.asked = {}, set()

    def ask(self, module, name):
        """Add what binds a name of a module of ours, what has an effect there, and all that these use."""
        if module in COMMON or (module, name) in self.asked:
            return
        self.asked.add((module, name))
        for place, statement in enumerate(_parsed(module).body):
            bound = _bound(statement)
            if not is_main_guard(statement) and (not bound or name == ALL or name in bound):
                self.add(module, place, statement, name)

    def add(self, module, place, statement, name):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            self.follow(module, statement, name)
            return
        if (module, place) in self.told:
            return
        self.told[module, place] = code(ast.unparse(statement).encode())
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.ask(module, node.id)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self.follow(module, node, ALL)

    def follow(self, module, statement, name):
        """An import, of which one name is wanted, or all."""
        source = _source(module, statement)
        for alias in statement.names:
            if name not in (ALL, (alias.asname or alias.name).partition(".")[0]) and alias.name != ALL:
                continue
            if source is None:  # import a.b as c
                target, wanted = alias.name, ALL
            elif _file(f"{source}.{alias.name}").exists():  # from a import b, a module
                target, wanted = f"{source}.{alias.name}", ALL
            else:
                target, wanted = source, alias.name
            if target.startswith(OURS) and _file(target).exists():
                self.ask(target, wanted)
            else:
                self.told[module, f"import {target} {wanted}"] = ""


def _file(module):
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def _parsed(module):
    """Raises SyntaxError that names the file."""
    try:
        return parse_once(_file(module).read_bytes())
    except SyntaxError as error:
        path = Path(*module.split(".")).with_suffix(".py").as_posix()
        raise SyntaxError(f"{path}, line {error.lineno}: SyntaxError: {error.msg}") from None


def _source(module, statement):
    """The module that a `from` import takes from; None for a plain import."""
    if isinstance(statement, ast.Import):
        return None
    above = module.split(".")[: -statement.level] if statement.level else []
    return ".".join([*above, *filter(None, [statement.module])])


def _bound(statement):
    """The names that a top-level statement binds and does nothing else; empty for one that has an effect."""
    match statement:
        case ast.FunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Import() | ast.ImportFrom():
            return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
        case ast.Assign(targets=targets):
            names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
            plain = all(isinstance(node, ast.Name | ast.Tuple | ast.Store) for t in targets for node in ast.walk(t))
            return names if plain else set()
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Expr(value=ast.Constant()):
            return {""}  # a docstring, which nobody asks for
    return set()


def judging_code(name):
    """{claim: (hash of the code that judges it, its words)} of an experiment's show.py.

    Raises FileNotFoundError without one, SyntaxError for one that is half typed.
    """
    show_file(name)
    module, found = f"scripts.experiments.{name}.show", {}
    for statement in _parsed(module).body:
        for key in _bound(statement):
            if key.startswith("claim_"):
                judging = Judging()
                judging.ask(module, key)
                told = "\0".join(f"{where} {what}" for where, what in sorted(judging.told.items(), key=str))
                words = ast.get_docstring(statement) if isinstance(statement, ast.FunctionDef) else ""
                found[key] = digest(told.encode()), " ".join((words or "").split())
    return found
