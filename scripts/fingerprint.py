"""What a result depends on, as one hash: the code that its `run` can reach, here and in what it imports.

Comments, docstrings, claims and drawings are left out, and what only these use: they cannot change a
result. So is the version of torch, which is provenance. Data files named in DATA are counted in.
"""

import ast
import functools
import hashlib
import io
import tokenize
from importlib import metadata
from importlib.util import resolve_name

import grimp
from grimp.exceptions import SourceSyntaxError

from scripts.store import ROOT


@functools.cache
def imports():
    """The graph of this repository's imports. Raises SyntaxError for a file that is not Python."""
    try:
        return grimp.build_graph("snippets", "scripts", cache_dir=None)
    except SourceSyntaxError as error:
        raise SyntaxError("it is not Python", (error.filename, error.lineno, None, error.text)) from None


version_of = functools.cache(metadata.version)


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


def reached(tree, roots):
    """The top-level statements that the names `roots` can reach, and all names in them; None reaches everything."""
    if roots is None:
        return tree.body, _names(tree.body)
    bound = {id(statement): _binds(statement) for statement in tree.body}
    kept, wanted = set(), set(roots)
    while True:
        new = [s for s in tree.body if id(s) not in kept and (bound[id(s)] is None or bound[id(s)] & wanted)]
        if not new:
            return [statement for statement in tree.body if id(statement) in kept], wanted
        kept |= {id(statement) for statement in new}
        wanted |= _names(new)


def _span(statement):
    first = min([statement.lineno, *(node.lineno for node in getattr(statement, "decorator_list", []))])
    return range(first, statement.end_lineno + 1)


@functools.cache
def _source(module):
    """A module's syntax tree, and its lines without comments."""
    path = path_of(module)
    text = path.read_text("utf-8")
    tree = ast.parse(text, str(path))
    lines = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    return tree, lines


def _code(lines, statements):
    """The lines of these statements, without docstrings."""
    numbers = {number for statement in statements for number in _span(statement)}
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
            numbers -= set(_span(node))
    return "\n".join(lines[n - 1].rstrip() for n in sorted(numbers) if lines[n - 1].strip())


def _imports(module, statements, wanted):
    """What these statements import from this repository, as (module, its names that are wanted, None for all)."""
    ours = imports().find_modules_directly_imported_by(module)
    package = module if path_of(module).name == "__init__.py" else module.rpartition(".")[0]
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names if alias.name in ours)
        if isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            names = {alias.name for alias in node.names if (alias.asname or alias.name) in wanted}
            yield from ((f"{source}.{name}", None) for name in names if f"{source}.{name}" in ours)
            if source in ours:
                yield source, names


def closure(module, names):
    """The code that these names of a module reach, here and in what they import: {module: text}."""
    reach, texts, todo = {}, {}, [(module, names)]
    while todo:
        module, names = todo.pop()
        known = reach.get(module, set())
        if known is None or (names is not None and module in reach and names <= known):
            continue
        reach[module] = None if names is None else known | names
        tree, lines = _source(module)
        statements, wanted = reached(tree, reach[module])
        texts[module] = _code(lines, statements)
        todo += _imports(module, statements, wanted)
    return texts


def _data(module):
    """The bytes of the data files that a module names: DATA = "docs/data/NAME.csv", or a tuple of such."""
    for statement in _source(module)[0].body:
        if isinstance(statement, ast.Assign) and _names(statement.targets) == {"DATA"}:
            named = ast.literal_eval(statement.value)
            for file in [named] if isinstance(named, str) else named:
                yield (ROOT / file).read_bytes()


@functools.cache
def fingerprint(name):
    """What the result of an experiment depends on."""
    digest = hashlib.sha256()
    for module, text in sorted(closure(f"scripts.experiments.{name}", {"run"}).items()):
        digest.update(f"{module}\0{text}\0".encode())
        for data in _data(module):
            digest.update(data)
    return digest.hexdigest()[:16]


def presentation(name, record):
    """What the claims and the figures of a result depend on: its numbers, and the text around them."""
    versions = [version_of(package) for package in ("matplotlib", "scipy")]
    digest = hashlib.sha256(str([record["hash"], record["parameters"], record["made"], versions]).encode())
    roots = {"scripts.claims", "scripts.draw", f"scripts.experiments.{name}"}
    for module in sorted(roots.union(*map(imports().find_upstream_modules, roots))):
        digest.update(path_of(module).read_bytes())  # whole: the words of a claim are in its docstring
    return digest.hexdigest()[:16]
