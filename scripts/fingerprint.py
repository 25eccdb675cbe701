"""What a result depends on, as one hash: the code that its `run` can reach, here and in what it imports.

Comments, docstrings, claims and drawings are left out: they cannot change a result. So is the
version of torch, which is provenance. Data files named in a module's DATA are counted in.
"""

import ast
import functools
import hashlib
import io
import tokenize

import grimp

from scripts.store import ROOT


@functools.cache
def imports():
    """The graph of this repository's imports."""
    return grimp.build_graph("snippets", "scripts", cache_dir=None)


def path_of(module):
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _binds(statement):
    """The names that a top-level statement gives a value, or None if it may do anything."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).partition(".")[0] for alias in names}
        case ast.Assign(targets=targets):
            stored = [node for target in targets for node in ast.walk(target)]
            return None if any(isinstance(node, ast.Attribute | ast.Subscript) for node in stored) else _names(targets)
        case ast.Expr(value=ast.Constant()):
            return set()
    return None


def _names(nodes):
    return {node.id for root in nodes for node in ast.walk(root) if isinstance(node, ast.Name)}


def reached(tree, root):
    """The top-level statements that the function `root` can reach, all of them if `root` is None."""
    if root is None:
        return tree.body
    bound = {id(statement): _binds(statement) for statement in tree.body}
    kept, wanted = {}, {root}
    while True:
        new = [s for s in tree.body if id(s) not in kept and (bound[id(s)] is None or bound[id(s)] & wanted)]
        if not new:
            return [statement for statement in tree.body if id(statement) in kept]
        kept |= {id(statement): statement for statement in new}
        wanted |= _names(new)


def _span(statement):
    first = min([statement.lineno, *(node.lineno for node in getattr(statement, "decorator_list", []))])
    return range(first, statement.end_lineno + 1)


def code(path, root=None):
    """The lines of a module that can change a result, as (text, set of their numbers)."""
    text = path.read_text("utf-8")
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    statements = reached(ast.parse(text), root)
    numbers = {number for statement in statements for number in _span(statement)}
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
            numbers -= set(_span(node))
    return "\n".join(lines[n - 1].rstrip() for n in sorted(numbers) if lines[n - 1].strip()), numbers


def _data(path):
    """The bytes of the data files that a module names: DATA = "docs/data/NAME.csv", or a tuple of such."""
    for statement in ast.parse(path.read_text("utf-8")).body:
        if isinstance(statement, ast.Assign) and _names(statement.targets) == {"DATA"}:
            named = ast.literal_eval(statement.value)
            for file in [named] if isinstance(named, str) else named:
                yield (ROOT / file).read_bytes()


def _digest(name, root):
    experiment = f"scripts.experiments.{name}"
    text, numbers = code(path_of(experiment), root)
    direct = {
        module
        for module in imports().find_modules_directly_imported_by(experiment)
        for detail in imports().get_import_details(importer=experiment, imported=module)
        if detail["line_number"] in numbers
    }
    upstream = direct.union(*(imports().find_upstream_modules(module) for module in direct))
    digest = hashlib.sha256(text.encode())
    for module in sorted(upstream):
        digest.update(f"\0{module}\0{code(path_of(module))[0]}".encode())
    for path in [path_of(experiment), *(path_of(module) for module in sorted(upstream))]:
        for data in _data(path):
            digest.update(b"\0" + data)
    return digest


def fingerprint(name):
    """What the result of an experiment depends on."""
    return _digest(name, "run").hexdigest()[:16]


def presentation(name, record):
    """What the claims and the figures of a result depend on: its numbers, and the text around them."""
    digest = hashlib.sha256(str([record["hash"], record["parameters"], record["made"]]).encode())
    for module in ["draw", "style", "claims", "evidence", "substitute"]:
        digest.update((ROOT / "scripts" / f"{module}.py").read_bytes())
    digest.update(path_of(f"scripts.experiments.{name}").read_bytes())
    return digest.hexdigest()[:16]
