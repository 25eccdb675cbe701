"""A run as a record. Threads and rounding can change a number, so this is loaded in the traced process, and listed."""

import importlib
import inspect
import platform
import time
from importlib import metadata
from pathlib import Path

import torch

from scripts.engine.plain import plain

PACKAGES = "torch", "numpy", "scipy", "scikit-learn", "mnist1d"  # the last two hold data


def resolve(device):
    """The device that `auto` stands for here. Raises RuntimeError for a CUDA device that is not there."""
    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("--device cuda: PyTorch finds no CUDA device here. Use --device cpu, or auto")
    return device


def name_of(device):
    return torch.cuda.get_device_name() if device == "cuda" else "CPU"


def name_of_cuda():
    """The name of the CUDA device. Raises RuntimeError where there is none."""
    return name_of(resolve("cuda"))


def processor():
    """The CPU's own name where the system tells it: the name of a timing."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def defaults(function):
    """The defaults of a function's parameters; it may be decorated."""
    parameters = inspect.signature(function).parameters
    return {
        name: parameter.default for name, parameter in parameters.items() if parameter.default is not parameter.empty
    }


def function_run(module):
    """The `run` of an experiment's module. Raises AttributeError that names the mend."""
    run = getattr(importlib.import_module(module), "run", None)
    if run is None:
        raise AttributeError(f"{module.replace('.', '/')}.py has no function run(device, seed, *, repeats=20, ...)")
    return run


def has_chance(run):
    """An experiment without chance says so: its run takes no seed."""
    return "seed" in inspect.signature(run).parameters


def call(run, device, seed, **options):
    return run(device, seed, **options) if has_chance(run) else run(device, **options)


def _other(here, there):
    names = [name for name in here | there if here.get(name) != there.get(name)]
    return ", ".join(f"{name} is {here.get(name)}, not {there.get(name)}" for name in names)


def measure(module, device, seed, threads=1, changes=None, registered=None):
    """Run scripts.experiments.NAME.run, or its timings, and return the record without what it was made from.

    changes: {keyword: value} in place of some of its defaults. registered: the defaults that were registered.
    Raises ValueError, before anything runs, where the defaults are others.
    """
    device = resolve(device)
    torch.set_num_threads(threads)  # one core each: the build runs as many experiments as there are cores
    run = function_run(module)
    usual, changes = plain(defaults(run), "parameters"), changes or {}
    if registered is not None and usual != registered:
        raise ValueError(f"its parameters are not what was registered: {_other(usual, registered)}")
    wall, cpu = time.perf_counter(), time.process_time()
    result = plain(call(run, device, seed, **changes))
    if not isinstance(result, dict):
        raise TypeError(f"run returns a dict of plain numbers, not a {type(result).__name__}")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "made": {
            "seed": seed if has_chance(run) else None,
            "device": name_of(device),
            "processor": processor(),
            "threads": torch.get_num_threads(),
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
            "versions": {"python": platform.python_version()} | {name: metadata.version(name) for name in PACKAGES},
            "seconds": round(wall, 1),
            "cpu_seconds": round(cpu, 1),
        },
        "parameters": usual | plain(changes, "parameters"),
        "result": result,
    }
