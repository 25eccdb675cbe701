"""A reader's interpreter: runs the blocks of code that arrive on standard input, a JSON line each, in one namespace.

Each page has its own, a fork of one in which torch is there already: most of the time would go by before that. A line
that names a folder begins a page there, an empty one ends it. What comes back is JSON: {"failure": null or a
traceback} of a block, {"ended": status} of a page. Started apart from pytest, and isolated (-I). What it does not see:
that a page uses a module below those that are loaded here, such as ctypes.util, and does not import it.
"""

import json
import linecache
import os
import traceback

import sklearn.datasets  # noqa: F401
import torch._dynamo  # noqa: F401, with the first optimizer


def answer_blocks(lines, answers):
    """Run the blocks of a page, until an empty line ends it."""
    os.dup2(2, 1)  # what the page prints is no answer
    namespace = {"__name__": "__main__"}
    while line := lines.readline().strip():
        block = json.loads(line)
        name, code, shown = block["name"], block["code"], block["shown"]
        linecache.cache[name] = (len(shown), None, shown.splitlines(True), name)  # what a traceback quotes
        try:
            exec(compile(code, name, "exec", dont_inherit=True), namespace)
            failure = None
        except BaseException:
            failure = traceback.format_exc()
        print(json.dumps({"failure": failure}), file=answers, flush=True)


def main():
    answers = os.fdopen(os.dup(1), "w")
    with os.fdopen(0, "rb", buffering=0) as lines:  # so that this process reads nothing that is the fork's
        while folder := lines.readline().strip():
            if page := os.fork():
                status = os.waitstatus_to_exitcode(os.waitpid(page, 0)[1])
                print(json.dumps({"ended": status}), file=answers, flush=True)
            else:
                os.chdir(folder)
                answer_blocks(lines, answers)
                os._exit(0)


if __name__ == "__main__":
    main()
