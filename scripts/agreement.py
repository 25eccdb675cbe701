"""Do other threads, kernels and processors give the same? Runs experiments, and keeps what came out for the page.

    python -m scripts.agreement            whatever takes at most 15 s of CPU, in each of the ways below
    python -m scripts.agreement --most 60  also what takes a minute

On a processor with other kernels than the published runs had, only this difference is asked about. What it finds stands
in docs/results/method/agreement.json, and on the page about the method.
"""

import argparse
import json
import sys

from scripts.engine.anew import ask_one, run_anew
from scripts.engine.places import PUBLISHED_SEED, experiments, method_file, record_file
from scripts.engine.store import read_head, read_method, read_shown, result_hash, sealed, write

WAYS = {  # label: the environment, and how many threads
    "kernels for AVX2": ({"ATEN_CPU_CAPABILITY": "avx2", "MKL_CBWR": "AVX2"}, 1),  # PyTorch's own, and matrix products
    "kernels for any processor": ({"ATEN_CPU_CAPABILITY": "default", "MKL_CBWR": "COMPATIBLE"}, 1),
    "two threads": ({}, 2),
}


def cpu_capability():
    """Which of PyTorch's kernels fit this processor, whatever the environment asks for."""
    return run_anew("-c", "import torch; print(torch.backends.cpu.get_cpu_capability())")[0].strip()


def ways_of(made, capability):
    """The ways to run an experiment whose published run was made so, on a processor of this capability.

    One thing differs from the published run in each.
    """
    same = made["cpu_capability"] == capability
    return WAYS if same else {f"another processor, whose kernels are {capability}": ({}, 1)}


def run(name, threads):
    """What an experiment gives here: its hash, and what each claim says of it. In a process that knows its way."""
    from scripts.engine.claims import judge  # torch
    from scripts.engine.measure import measure
    from scripts.engine.plain import plain

    record = measure(f"scripts.experiments.{name}.run", "cpu", PUBLISHED_SEED, threads)
    claims = {each["id"]: {key: each[key] for key in ("verdict", "effect", "interval")} for each in judge(name, record)}
    return plain({"made": record["made"], "hash": result_hash(record["result"]), "claims": claims})


def main():
    parser = argparse.ArgumentParser(prog="python -m scripts.agreement", description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=float, default=15, metavar="S", help="CPU seconds of an experiment, default 15")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "THREADS"), help="run one here, and print it as JSON")
    wishes = parser.parse_args()
    if wishes.one:
        print(json.dumps(run(wishes.one[0], int(wishes.one[1]))))
        return 0
    heads = {name: read_head(record_file(name)) for name in experiments() if record_file(name).exists()}
    chosen = [name for name, head in heads.items() if head["made"]["cpu_seconds"] <= wishes.most]
    shown, found, capability = read_shown(), read_method("agreement").get("ways", {}), cpu_capability()
    for place, name in enumerate(chosen, 1):
        published = {each["id"]: each["alone"]["verdict"] for each in shown[name]["claims"]}
        entry = {"of": heads[name]["hash"], "published": published}
        for label, (environment, threads) in ways_of(heads[name]["made"], capability).items():
            if entry.items() <= found.get(label, {}).get(name, {}).items():
                continue
            print(f"{name}, {place} of {len(chosen)}: {label}", flush=True)
            if answer := ask_one("scripts.agreement", name, str(threads), **environment):
                found.setdefault(label, {})[name] = entry | answer
                order = [*WAYS, *sorted(found.keys() - WAYS.keys())]
                write(
                    method_file("agreement"), sealed({"ways": {each: found[each] for each in order if each in found}})
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
