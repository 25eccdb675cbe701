"""Calls made on other machines, with the face of `processes.run_apart`: by a Dask scheduler, or as jobs of submitit.

What a worker does is an errand: it starts this file as a program in its own checkout, which makes the one call by
`run_apart`, so that isolation, trace and timeout are the same code as here. (It is no child of multiprocessing: Dask's
workers are daemonic, and may not have any.) The answer comes back whole, or the errand has failed.
"""

import contextlib
import logging
import os
import pickle
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from importlib import metadata

from scripts.engine.output import stop_on_signals
from scripts.engine.places import CACHE, ROOT
from scripts.engine.processes import run_apart
from scripts.engine.sources import Cache, changed

JOBS = "slurm", "local"  # what submitit calls its executors; the second is this machine, to try it
TRIES = 3  # where a worker is lost
LONGEST_JOB = 24 * 60  # minutes, without --timeout
INSTALL = "python -m pip install -r requirements-cluster.txt"


class NoCluster(RuntimeError):
    """The cluster cannot be used; the message names the fix."""


# On a worker


def errand(order, key=None):
    """Make one call in a program of its own, and give back its answer as bytes. key: of the task, under Dask."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    command = [sys.executable, "-m", "scripts.engine.cluster", str(os.getpid())]
    program = subprocess.Popen(command, cwd=ROOT, env=surroundings, **pipes)
    try:
        while True:
            try:
                answer, said = program.communicate(order, timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                order = None  # it is sent
                if key and not _is_wanted(key):
                    program.terminate()
    finally:
        program.kill()
    if program.returncode:
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        raise RuntimeError(" ".join([f"its errand ended with status {program.returncode}", *last]))
    return answer


def _is_wanted(key):
    """Whether the build still waits for a task: Dask cannot stop a thread, it only marks the task as cancelled."""
    from distributed import get_worker

    worker = get_worker()  # it may itself be ending, for want of a scheduler
    task = worker.state.tasks.get(key)
    return worker.status.name in ("running", "paused") and task and task.state in ("executing", "long-running")


def versions(names):
    return {name: _version(name) for name in names}


def _version(name):
    try:
        return platform.python_version() if name == "python" else metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def main():
    """An errand's program: a call comes in, its answer goes out. It ends with the worker that has started it."""
    stop_on_signals()
    worker, answers = int(sys.argv[1]), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else comes between

    def tick(_):
        if os.getppid() != worker:
            sys.exit("the worker has ended")

    calls, how = pickle.load(sys.stdin.buffer)
    with answers:
        for _, *answer in run_apart(calls, 1, tick=tick, **how):
            pickle.dump(answer, answers)


# Here


@contextlib.contextmanager
def _dask(address, timeout):
    """(submit, room) of a Dask scheduler: one call for each thread of its workers. Raises NoCluster."""
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster(f"--cluster {address} needs Dask: {INSTALL}") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what matters is raised
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        start = f"python -m dask scheduler, then python -m dask worker {address} in the checkout of each machine"
        raise NoCluster(f"--cluster {address}: {error}. Start it, if it does not run: {start}") from None
    with client:
        _check(client, address)

        def submit(order):
            key = f"experiment-{uuid.uuid4()}"
            return client.submit(errand, order, key, key=key, pure=False, retries=TRIES - 1)

        yield submit, lambda: sum(client.nthreads().values())


def _check(client, address):
    """Raise NoCluster unless each worker has this code at hand, and the versions that are here."""
    from scripts.engine.measure import PACKAGES

    here = versions(("python", *PACKAGES))
    workers = client.run(versions, list(here), on_error="return")
    if not workers:
        raise NoCluster(f"--cluster {address} has no worker. In the checkout of each: python -m dask worker {address}")
    for worker, there in workers.items():
        if isinstance(there, Exception):
            words = f"{there}. Start it in its checkout, of this commit: python -m dask worker {address}"
            raise NoCluster(f"the worker {worker} cannot be used: {words}")
        if there != here:
            raise NoCluster(f"the worker {worker} is another: {_others(there, here)}. There, too: {INSTALL}")


def _others(there, here):
    return ", ".join(f"{name} is {there[name]}, not {here[name]}" for name in here if there[name] != here[name])


@contextlib.contextmanager
def _jobs(cluster, timeout):
    """(submit, room) of submitit: a job for each call, all at once; who goes first is the cluster's to say."""
    try:
        import submitit
    except ImportError:
        raise NoCluster(f"--cluster {cluster} needs submitit: {INSTALL}") from None
    CACHE.mkdir(parents=True, exist_ok=True)
    folder, jobs = tempfile.mkdtemp(prefix="jobs-", dir=CACHE), []

    def submit(order):
        try:
            executor = submitit.AutoExecutor(folder, cluster=cluster)
            executor.update_parameters(name="experiment", timeout_min=minutes)
            jobs.append(executor.submit(errand, order))
        except (RuntimeError, OSError) as error:
            raise NoCluster(f"--cluster {cluster}: {error}. Call it where sbatch and srun are found") from None
        return jobs[-1]

    minutes = int(timeout // 60) + 10 if timeout else LONGEST_JOB
    try:
        yield submit, lambda: sys.maxsize
    finally:
        for job in jobs:
            if not job.done():
                job.cancel(check=False)
        shutil.rmtree(folder, ignore_errors=True)


def run_on(cluster, calls, jobs=None, *, preload, python, timeout=None, tick=lambda running: None):
    """As `run_apart`, on a cluster; `jobs` are as many as it has room for.

    The status is also "lost": where the cluster gave no answer, or one that was made from other files or versions than
    are here. Raises NoCluster.
    """
    backend, how = _jobs if cluster in JOBS else _dask, {"preload": preload, "python": python, "timeout": timeout}
    waiting, running, cache = list(calls), {}, Cache()
    again = dict.fromkeys(calls, TRIES - 1 if cluster in JOBS else 0)  # Dask itself calls again
    with backend(cluster, timeout) as (submit, room):
        while waiting or running:
            while waiting and len(running) < room():
                key = waiting.pop(0)
                running[key] = submit(pickle.dumps(({key: calls[key]}, how))), time.monotonic()
            tick({key: time.monotonic() - began for key, (_, began) in running.items()})
            time.sleep(0.2)
            for key in [key for key, (job, _) in running.items() if job.done()]:
                job, _ = running.pop(key)
                try:
                    answer = pickle.loads(job.result())
                except Exception as error:  # of the cluster, not of the experiment
                    if again[key]:
                        again[key] -= 1
                        waiting.insert(0, key)
                        continue
                    answer = "lost", f"the cluster gave no answer: {error}", None
                yield key, *_checked(*answer, cache)


def _checked(status, value, notes, cache):
    """An answer, unless it was made from other files or versions than are here."""
    if moved := changed(notes or {}, cache):
        return "lost", f"a worker has another {', '.join(moved)}: bring its checkout to this commit", None
    made = value["made"]["versions"] if status == "done" and "made" in value else {}
    if made != (here := versions(made)):
        return "lost", f"a worker is another: {_others(made, here)}. There, too: {INSTALL}", None
    return status, value, notes


if __name__ == "__main__":
    main()
