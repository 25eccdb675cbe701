"""Edits of what a toy experiment is made from, and what the build must say of it afterwards.

Each case is an experiment of its own: the top of its run.py, the value that `run` returns, the files beside it, and the
edit. `{run}` and `{show}` stand for its own two files.
"""

from dataclasses import dataclass, field

STALE, CURRENT = "stale", "current"


@dataclass
class Case:
    """edits: {path: (old, new)}; old None makes the file, new None removes it."""

    name: str
    top: str
    value: str
    edits: dict
    files: dict = field(default_factory=dict)
    expect: str = STALE

    def path(self, path):
        folder = f"scripts/experiments/{self.name}"
        return path.format(run=f"{folder}/run.py", show=f"{folder}/show.py", name=self.name)


CASES = []


def case(name, top, value, path, old, new, expect=STALE, **beside):
    """beside: text=... of the edited file, and more files as {path: text} in `files`."""
    files = dict(beside.get("files", {}))
    if "text" in beside:
        files[path] = beside["text"]
    CASES.append(Case(name, top, value, {path: (old, new)}, files, expect))


def snippet(name, top, value, text="def f(x):\n    return 2 * x\n", old="2 *", new="3 *", expect=STALE, **more):
    """A case in which snippets/s_NAME.py is edited; SNIPPET in `top` and `value` is its module."""
    module = f"snippets.s_{name}"
    top, value = (part.replace("SNIPPET", module) for part in (top, value))
    case(name, top, value, f"snippets/s_{name}.py", old, new, expect, text=text, **more)


# How code of ours is reached
snippet("direct", "from SNIPPET import f\n", "f(2)")
snippet("as_name", "from SNIPPET import f as g\n", "g(2)")
snippet("star", "from SNIPPET import *\n", "f(2)")
snippet("getattr_module", "from SNIPPET import f\n", "f(2)", "def __getattr__(name):\n    return lambda x: 2 * x\n")
snippet("dynamic", "import importlib\n", "importlib.import_module('SNIPPET').f(2)")
snippet("in_function", "def g():\n    from SNIPPET import f\n    return f(2)\n", "g()")
snippet("try_import", "try:\n    from SNIPPET import K\nexcept ImportError:\n    K = 1\n", "K", "K = 2\n", "2", "3")
snippet("unloaded", "import sys\nfrom SNIPPET import K\ndel sys.modules['SNIPPET']\n", "K", "K = 2\n", "2", "3")
snippet("in_thread", "import threading\n\n\ndef g():\n    out = []\n    def work():\n        from SNIPPET import K\n"
        "        out.append(K)\n    t = threading.Thread(target=work)\n    t.start()\n    t.join()\n    return out\n",
        "g()", "K = 2\n", "2", "3")  # fmt: skip
snippet("by_path", "import runpy\n", "runpy.run_path('snippets/s_by_path.py')['K']", "K = 2\n", "2", "3")
snippet("as_text", "", "len(open('snippets/s_as_text.py').read())", "K = 2  # a\n", "# a", "# ab")
snippet("class_method", "from SNIPPET import C\n", "C().f(2)", "class C:\n    def f(self, x):\n        return 2 * x\n")
snippet("default", "from SNIPPET import f\n", "f(2)", "f = lambda x, k=2: k * x\n", "k=2", "k=3")
snippet("decorator", "from SNIPPET import f\n\n\n@f\ndef h(x):\n    return x\n", "h(2)",
        "def f(g):\n    return lambda x: 2 * g(x)\n")  # fmt: skip
snippet("side_effect", "import torch\n\nimport SNIPPET\n", "str(torch.get_default_dtype())",
        "import torch\n\ntorch.set_default_dtype(torch.float64)\n", "float64", "float16")  # fmt: skip
snippet("patched", "import snippets.shape as s\nimport SNIPPET\n", "s.double(2)",
        "import snippets.shape\n\nsnippets.shape.double = lambda x: 2 * x\n")  # fmt: skip
case("relative", "from .beside import f\n", "f(2)", "scripts/experiments/{name}/beside.py", "2 *", "3 *",
     text="def f(x):\n    return 2 * x\n")  # fmt: skip
case("package", "from snippets.s_package import f\n", "f(2)", "snippets/s_package/inner.py", "2 *", "3 *",
     text="def f(x):\n    return 2 * x\n", files={"snippets/s_package/__init__.py": "from .inner import f\n"})  # fmt: skip
case("fallback", "try:\n    from snippets.s_fast import K\nexcept ImportError:\n    K = 1\n", "K",
     "snippets/s_fast.py", None, "K = 2\n")  # fmt: skip
case("package_preferred", "from snippets.s_pp import K\n", "K", "snippets/s_pp/__init__.py", None, "K = 2\n",
     files={"snippets/s_pp.py": "K = 1\n"})  # fmt: skip
case("namespace", "from snippets.s_ns.inner import K\n", "K", "snippets/s_ns/__init__.py", None, "from . import inner\n",
     files={"snippets/s_ns/inner.py": "K = 1\n"})  # fmt: skip

case("by_spec", "import importlib.util\n\n\ndef g():\n    s = importlib.util.spec_from_file_location('zz', 'snippets/s_spec.py')\n"
     "    m = importlib.util.module_from_spec(s)\n    s.loader.exec_module(m)\n    return m.K\n", "g()",
     "snippets/s_spec.py", "2", "3", text="K = 2\n")  # fmt: skip
case("run_as_main", "import runpy\n", "runpy.run_module('snippets.s_main', run_name='__main__')['K']",
     "snippets/s_main.py", "2", "3", text="if __name__ == '__main__':\n    K = 2\n")  # fmt: skip
case(
    "top_fallback",
    "try:\n    from top_fast import K\nexcept ImportError:\n    K = 1\n",
    "K",
    "top_fast.py",
    None,
    "K = 2\n",
)
case("own_folder", "import sys\nsys.path.insert(0, 'snippets')\ntry:\n    from s_own import K\nexcept ImportError:\n    K = 1\n",
     "K", "snippets/s_own.py", None, "K = 2\n")  # fmt: skip

# What a name of its own can hide
own = {
    "registry": ("M = {}\n\n\ndef m(f):\n    M[f.__name__] = f\n    return f\n\n\n@m\ndef double(x):\n    return 2 * x\n",
                 "{n: f(2) for n, f in M.items()}", "2 *", "3 *"),
    "singledispatch": ("from functools import singledispatch\n\n\n@singledispatch\ndef f(x):\n    return 0\n\n\n"
                       "@f.register\ndef _(x: int):\n    return 2 * x\n", "f(2)", "2 *", "3 *"),
    "globals_name": ("def f_double(x):\n    return 2 * x\n", "globals()['f_' + 'double'](2)", "2 *", "3 *"),
    "eval_name": ("def f_double(x):\n    return 2 * x\n", "eval('f_double(2)')", "2 *", "3 *"),
    "side_assign": ("import torch\n\n_ = torch.set_printoptions(precision=4)\n",
                    "torch._tensor_str.PRINT_OPTS.precision", "precision=4", "precision=5"),
    "mutation": ("TABLE = [3, 1, 2]\nTABLE.sort()\n", "TABLE", "sort()", "sort(reverse=True)"),
    "walrus": ("A = (K := 2) + 1\n", "K", "K := 2", "K := 3"),
    "augmented": ("K = 2\nK += 1\n", "K", "K += 1", "K += 2"),
    "blank_in_string": ('TEXT = """a\n\nb"""\n', "TEXT", "a\n\nb", "a\nb"),
    "docstring_line": ('def f(x): "Twice."; return 2 * x\n', "f(2)", "2 *", "3 *"),
    "ellipsis": ("class R:\n    def value(self, k=2): ...\n", "R.value.__defaults__", "k=2", "k=3"),
    "hash_in_string": ("T = 'a#b'\n", "T", "a#b", "a#c"),
    "f_string": ("x = 3\n", "f'{x:>4}a'", ">4", ">5"),
    "doc_used": ('def f():\n    """2"""\n', "f.__doc__", '"""2"""', '"""3"""'),
}  # fmt: skip
for name, (top, value, old, new) in own.items():
    case(name, top, value, "{run}", old, new)
snippet("doc_elsewhere", "from SNIPPET import f\n", "f.__doc__", 'def f():\n    """2"""\n', '"""2"""', '"""3"""')

# Data
DATA = "docs/data/"
FORK = """import os


def g():
    r, w = os.pipe()
    if os.fork() == 0:
        os.write(w, open('docs/data/d_fork').read().encode())
        os._exit(0)
    os.wait()
    return os.read(r, 9).decode()
"""
LOADER = """import torch


class D(torch.utils.data.Dataset):
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return int(open('docs/data/d_loader').read())
"""
readers = {
    "open": ("", "open('{}').read()"),
    "annotated": ("DATA: str = '{}'\n", "open(DATA).read()"),
    "pathlib": ("from pathlib import Path\n", "Path('{}').read_text()"),
    "os_open": ("import os\n", "os.read(os.open('{}', 0), 9).decode()"),
    "memmap": ("import numpy as np\n", "np.memmap('{}', mode='r', dtype='u1').tolist()"),
    "loadtxt": ("import numpy as np\n", "np.loadtxt('{}').tolist()"),
    "bytes_path": ("", "open(b'{}').read()"),
    "chdir": ("import os\n", "[os.chdir('docs'), open('data/d_chdir').read(), os.chdir('..')][1]"),
    "fork": (FORK, "g()"),
    "loader": (LOADER, "[x.tolist() for x in torch.utils.data.DataLoader(D(), num_workers=1)]"),
}
for name, (top, value) in readers.items():
    file = f"{DATA}d_{name}"
    case(f"data_{name}", top.replace("{}", file), value.replace("{}", file), file, "1", "2", text="1\n")
case("dot_file", "", f"open('{DATA}.hidden').read()", f"{DATA}.hidden", "1", "2", text="1")
case("linked", "", f"open('{DATA}link').read()", f"{DATA}target", "1", "2", text="1")
case("listed", "import os\n", f"len(os.listdir('{DATA}listed'))", f"{DATA}listed/a", "1", None, text="1")
case("globbed", "from pathlib import Path\n", f"len([*Path('{DATA}globbed').glob('*')])", f"{DATA}globbed/b", None, "1",
     files={f"{DATA}globbed/a": "1"})  # fmt: skip
case("better_file", f"def g():\n    try:\n        return open('{DATA}better').read()\n    except OSError:\n"
     "        return 'plain'\n", "g()", f"{DATA}better", None, "1")  # fmt: skip

# What does not matter
PLAIN = '"""Doc."""\nK = 1\n\n\ndef f(a, b):\n    """What."""\n    return a + b\n'
for name, (old, new) in {
    "comment": ("K = 1", "K = 1  # one"),
    "docstring": ("What.", "Why."),
    "module_docstring": ("Doc.", "Other."),
    "layout": ("a, b)", "\n    a,\n    b,\n)"),
    "brackets": ("a + b", "(a + b)"),
    "line_ends": ("\n", "\r\n"),
    "byte_order_mark": ('"""Doc', '\ufeff"""Doc'),
    "main_guard": ("def f", 'if __name__ == "__main__":\n    print(1)\n\n\ndef f'),
}.items():
    snippet(name, "from SNIPPET import K\n", "K", PLAIN, old, new, CURRENT)
case("other_snippet", "", "1", "snippets/s_another.py", None, "K = 1\n", CURRENT)
case("traceback", "import snippets.s_tb as m, inspect\nlines = inspect.getsource(m)\n", "1", "snippets/s_tb.py", "What",
     "Why", CURRENT, text=PLAIN)  # fmt: skip
case("drawing", "", "1", "{show}", ".plot(", ".bar([1, 2], ", CURRENT)
case("claim", "", "1", "{show}", "0.5)", "0.6)", CURRENT)
case("words", "", "1", "{show}", "A sentence", "Another sentence", CURRENT)
