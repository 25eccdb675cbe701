"""How fast are the experiments, beside the same networks one by one, and beside what this processor could do?

    python -m scripts.benchmark          some minutes, on a machine that does nothing else
    python -m scripts.benchmark --cold   also a rebuild of everything, which takes 15 to 25 minutes

What it measures stands in docs/results/method/benchmark.json, and on the page about the method. No test depends on it.
"""

import argparse
import contextlib
import json
import os
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

import scripts.engine.once  # noqa: F401, so that the data that take longest are there before anything is timed
from scripts.engine.anew import ask_one, run_anew
from scripts.engine.draw import draw_all
from scripts.engine.measure import function_run, processor
from scripts.engine.places import PUBLISHED_SEED, experiments, method_file, record_file
from scripts.engine.store import read, read_head, read_method, sealed, write
from snippets import ensemble

CALM = {"NO_MKDOCS_2_WARNING": "1"}
HEAVY = 10  # seconds of CPU
AFTER, WINDOW = 1.5, 3.5  # CPU seconds of an experiment: until its data are there, and then of what is looked at
ROUNDS, BLOCK = 5, 0.3  # how often something is timed, the best counts; seconds of each


class Ended(Exception):
    """Enough of an experiment was seen."""


class Window(TorchFunctionMode):
    """Times the part of an experiment that lies in its WINDOW, and ends it there.

    first, calls: the numbers of its first and its last function of torch. layers: (members, examples, inputs, outputs)
    of the last products of ensembles.
    """

    def __init__(self):
        super().__init__()
        self.calls, self.first, self.seconds, self.layers = 0, None, 0.0, deque(maxlen=60)
        self.began = time.process_time()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.calls, now = self.calls + 1, time.process_time()
        if self.first is None and now - self.began >= AFTER:
            self.first, self.start = self.calls, now
        if self.first:
            self.seconds = now - self.start
        if self.seconds >= WINDOW:
            raise Ended
        if function is torch.baddbmm and sys._getframe(1).f_code.co_filename == ensemble.__file__:
            self.layers.append((*args[1].shape, args[2].shape[-1]))
        return function(*args, **(kwargs or {}))


class Operations(TorchFunctionMode):
    """Counts the floating-point operations between two functions of torch, by their numbers, and ends there."""

    def __init__(self, first, last):
        super().__init__()
        self.calls, self.first, self.last, self.counter = 0, first, last, FlopCounterMode(display=False)

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.calls += 1
        if self.calls == self.first:
            self.counter.__enter__()
        if self.calls == self.last:
            self.counter.__exit__(None, None, None)
            raise Ended
        return function(*args, **(kwargs or {}))


def watched(name, mode):
    """The mode, once it has seen enough of an experiment, which may have been about to leave no_grad."""
    with contextlib.suppress(Ended), torch.enable_grad(), mode:
        function_run(f"scripts.experiments.{name}.run")("cpu", PUBLISHED_SEED)
    return mode


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
    limit, seen = peak(), watched(name, Window())
    if not seen.seconds:
        return {}
    flops = watched(name, Operations(seen.first, seen.calls)).counter.get_total_flops()
    found = {"peak": limit, "seconds": seen.seconds, "flops": flops, "share": flops / seen.seconds / limit}
    if network := network_of(seen.layers):
        found |= {"network": network, "gain": gain(*network)}
    return found


def tools():
    """Seconds of what everybody waits for."""
    records = {name: read(name)["result"] for name in experiments()}
    start = time.perf_counter()
    for name, result in records.items():
        draw_all(name, result, {})
    drawn = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        run_anew("-m", "scripts.pages", **CALM)  # which runs the labs, where they are not kept yet
        site = run_anew("-m", "mkdocs", "build", "--quiet", "--site-dir", folder, **CALM)[1]
    nothing = run_anew("-m", "scripts.build")[1] + run_anew("-m", "scripts.pages", **CALM)[1]
    return {"nothing to do": nothing, "all figures drawn": drawn, "all pages built": site}


def cold():
    """A rebuild of everything into a folder of its own: its seconds, its CPU seconds, and what it gave."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder, "results")
        wall = run_anew("-m", "scripts.build", "--force", "--device", "cpu", "--results", str(results))[1]
        heads = {name: read_head(record_file(name, results)) for name in experiments()}
    of = {name: read_head(record_file(name))["hash"] for name in heads}
    return {
        "of": of,
        "wall": wall,
        "cpu": sum(head["made"]["cpu_seconds"] for head in heads.values()),
        "cores": len(os.sched_getaffinity(0)),
        "same": sum(head["hash"] == of[name] for name, head in heads.items()),
    }


def main():
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--cold", action="store_true", help="rebuild everything as well, 15 to 25 minutes")
    parser.add_argument("--one", metavar="NAME", help="measure one experiment, and print it as JSON")
    wishes = parser.parse_args()
    if wishes.one:
        print(json.dumps(of_one(wishes.one)))
        return 0
    before = read_method("benchmark")
    heads = {name: read_head(record_file(name)) for name in experiments()}
    heavy = [name for name, head in heads.items() if head["made"]["cpu_seconds"] > HEAVY]
    found = {}
    for place, name in enumerate(heavy, 1):
        print(f"{name}, {place} of {len(heavy)}", flush=True)
        found[name] = {"of": heads[name]["hash"]} | (ask_one("scripts.benchmark", name) or {})
    print("building, and drawing all figures", flush=True)
    value = {"processor": processor(), "experiments": found, "tools": tools(), "cold": before.get("cold")}
    if wishes.cold:
        print("rebuilding everything: 15 to 25 minutes", flush=True)
        value["cold"] = cold()
    write(method_file("benchmark"), sealed(value))
    return 0


if __name__ == "__main__":
    sys.exit(main())
