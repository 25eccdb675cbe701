"""How fast are the experiments, beside the same networks one by one, and beside what this processor could do?

    python -m scripts.benchmark          some minutes, on a machine that does nothing else
    python -m scripts.benchmark --cold   also a rebuild of everything, which takes a quarter of an hour

What it measures stands in docs/results/method/benchmark.json, and on the page about the method. No test depends on it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from itertools import pairwise
from pathlib import Path

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils.flop_counter import FlopCounterMode

from scripts.engine.draw import draw_all
from scripts.engine.fixed import FIXED
from scripts.engine.measure import function_run, processor
from scripts.engine.places import PUBLISHED, PUBLISHED_SEED, ROOT, experiments, record_file
from scripts.engine.sources import digest
from scripts.engine.store import read, read_head, sealed, write
from snippets import ensemble

FILE = PUBLISHED / "method" / "benchmark.json"
HEAVY = 10  # seconds of CPU
WINDOW = 1.5, 5.0  # of an experiment's CPU seconds: what is looked at, after its data are there
ROUNDS, BLOCK = 5, 0.3  # how often something is timed, the best counts; seconds of each


class Ended(Exception):
    """Enough of an experiment was seen."""


class Watch(TorchFunctionMode):
    """Counts torch's functions, and between two of them the seconds, or the operations; then ends the experiment.

    part: the number of the first and the last; None to look for WINDOW, and to note the layers of ensembles.
    """

    def __init__(self, part=None):
        super().__init__()
        self.part, self.calls, self.first, self.seconds = part, 0, None, 0.0
        self.layers, self.counter = deque(maxlen=60), FlopCounterMode(display=False)

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.calls += 1
        if self.part is None:
            self.look(function, args)
        elif self.calls == self.part[0]:
            self.counter.__enter__()
        elif self.calls == self.part[1]:
            raise Ended
        return function(*args, **(kwargs or {}))

    def look(self, function, args):
        now = time.process_time()
        if self.first is None and now - self.began >= WINDOW[0]:
            self.first, self.start = self.calls, now
        if now - self.began >= WINDOW[1]:
            self.seconds = now - self.start
            raise Ended
        if function is torch.baddbmm and sys._getframe(2).f_code.co_filename == ensemble.__file__:
            self.layers.append((*args[1].shape, args[2].shape[-1]))

    def __enter__(self):
        self.began = time.process_time()
        return super().__enter__()


def watched(name, part=None):
    """A Watch that has seen an experiment's part."""
    run, watch = function_run(f"scripts.experiments.{name}.run"), Watch(part)
    try:
        with watch:
            run("cpu", PUBLISHED_SEED)
    except Ended:
        pass
    finally:
        if watch.first and not watch.seconds:  # it ended of itself
            watch.seconds = time.process_time() - watch.start
        if part and watch.calls >= part[0]:
            watch.counter.__exit__(None, None, None)
    return watch


def best(function):
    """Seconds of one call: the least over some rounds."""
    function()
    rounds = []
    for _ in range(ROUNDS):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < BLOCK:
            function()
            count += 1
        rounds.append((time.perf_counter() - start) / count)
    return min(rounds)


def peak(size=1024):
    """Floating-point operations a second of one core, in a product of two matrices of float32."""
    a, b = torch.rand(2, size, size)
    return 2 * size**3 / best(lambda: a @ b)


def network_of(layers):
    """(members, examples, units of each layer) of the ensemble that was seen most often, from its products.

    None where none was seen, or where outputs and inputs are as many, so that nobody sees where one ends.
    """
    chains, chain = Counter(), []
    for layer in layers:
        if chain and (layer[:2] != chain[-1][:2] or layer[2] != chain[-1][3]):
            chains[tuple(chain)] += 1
            chain = []
        chain.append(layer)
    if not chains:
        return None
    seen = max(chains, key=chains.get)
    return seen[0][0], seen[0][1], [seen[0][2], *(layer[3] for layer in seen)]


def gain(members, examples, sizes):
    """How much sooner an update of the ensemble is done than one of each network by itself, by plain SGD in both."""
    rows = torch.randint(4 * examples, (1, members, examples))
    x, y = torch.rand(4 * examples, sizes[0]), torch.randint(sizes[-1], (4 * examples,))
    networks = ensemble.init(sizes, [torch.Generator().manual_seed(seed) for seed in range(members)])
    net = nn.Sequential(*(part for m, n in pairwise(sizes) for part in (nn.Linear(m, n), nn.ReLU())))[:-1]
    together, alone = (torch.optim.SGD(parameters, 1e-3) for parameters in (networks, net.parameters()))

    def one_network():
        alone.zero_grad()
        nn.functional.cross_entropy(net(x[rows[0, 0]]), y[rows[0, 0]]).backward()
        alone.step()

    return members * best(one_network) / best(lambda: ensemble.train(networks, x, y, rows, together))


def of_one(name):
    """What is measured of an experiment, in a process of its own: {seconds, flops, share, network, gain}."""
    torch.set_num_threads(1)
    limit, seen = peak(), watched(name)
    if not seen.seconds:
        return {}
    flops = watched(name, (seen.first, seen.calls)).counter.get_total_flops()
    found = {"peak": limit, "seconds": seen.seconds, "flops": flops, "share": flops / seen.seconds / limit}
    if network := network_of(seen.layers):
        found |= {"network": network, "gain": gain(*network)}
    return found


def clean():
    return {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ} | FIXED


def call(*words):
    """A command's output, and its seconds."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=clean() | {"NO_MKDOCS_2_WARNING": "1"},
                          capture_output=True, text=True, check=True)  # fmt: skip
    return done.stdout, time.perf_counter() - start


def tools():
    """Seconds of what everybody waits for."""
    records = {name: read(name)["result"] for name in experiments()}
    start = time.perf_counter()
    for name, result in records.items():
        draw_all(name, result, {})
    drawn = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        site = call("-m", "mkdocs", "build", "--quiet", "--site-dir", folder)[1]
    call("-m", "scripts.pages")
    nothing = call("-m", "scripts.build")[1] + call("-m", "scripts.pages")[1]
    return {"nothing to do": nothing, "all figures drawn": drawn, "all pages built": site}


def published():
    """All published numbers, as one hash."""
    return digest("".join(read_head(record_file(name))["hash"] for name in experiments()).encode())


def cold():
    """A rebuild of everything into a folder of its own: seconds, and CPU seconds over the cores."""
    folder, cores = Path(tempfile.mkdtemp()) / "results", len(os.sched_getaffinity(0))
    try:
        wall = call("-m", "scripts.build", "--force", "--device", "cpu", "--results", str(folder))[1]
        records = [read_head(record_file(name, folder)) for name in experiments()]
        same = sum(head["hash"] == read_head(record_file(name))["hash"]
                   for name, head in zip(experiments(), records, strict=True))  # fmt: skip
    finally:
        shutil.rmtree(folder.parent)
    cpu = sum(head["made"]["cpu_seconds"] for head in records)
    return {"of": published(), "wall": wall, "cpu": cpu, "cores": cores, "experiments": len(records), "same": same}


def main():
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--cold", action="store_true", help="rebuild everything as well, a quarter of an hour")
    parser.add_argument("--one", metavar="NAME", help="measure one experiment, and print it as JSON")
    wishes = parser.parse_args()
    if wishes.one:
        print(json.dumps(of_one(wishes.one)))
        return 0
    before = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    heads = {name: read_head(record_file(name)) for name in experiments()}
    heavy = [name for name, head in heads.items() if head["made"]["cpu_seconds"] > HEAVY]
    found = {}
    for place, name in enumerate(heavy, 1):
        print(f"{name}, {place} of {len(heavy)}", flush=True)
        try:
            measured = json.loads(call("-m", "scripts.benchmark", "--one", name)[0])
        except subprocess.CalledProcessError as error:
            print(f"{name} cannot be measured so: {error.stderr.splitlines()[-1]}", file=sys.stderr)
            continue
        found[name] = {"of": heads[name]["hash"]} | measured
    print("building, and drawing all figures", flush=True)
    value = {"processor": processor(), "experiments": found, "tools": tools(), "cold": before.get("cold")}
    if wishes.cold:
        print("rebuilding everything: a quarter of an hour", flush=True)
        value["cold"] = cold()
    write(FILE, sealed(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
