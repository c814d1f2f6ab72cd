"""One contender in its own process, so that the thread pools of two never meet.

    worker.py CONTENDER JOB-AS-JSON

Reads a request per line from stdin and answers each with a line of JSON:

    {"do": "load", "file": IN.npz}                         the arguments arg0, arg1, ...
    {"do": "results", "mode": "train", "out": OUT.npz}     runs once, writes res0, grad0, ...
    {"do": "time", "mode": "train", "reps": 3}             one run untimed, then {"ms": [...]}
    {"do": "memory", "mode": "train"}                      {"peak_bytes": ...} of a run, above what was held before it
"""
import ctypes
import importlib
import json
import os
import pathlib
import sys
import time
import traceback

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))


def status_bytes(field):
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(field):
                return 1024 * int(line.split()[1])
    return 0


def peak_of(run):
    """How far the resident set rises during `run`, which ran before: the kernel's high-water mark, reset after what the
    allocator keeps has been given back."""
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5")
    before = status_bytes("VmRSS")
    run()
    return status_bytes("VmHWM") - before


class Session:
    """Requests on one contender. A contender offers load(arrays), run(mode) -> {name: array-like} and wait(result);
    it may offer time(mode, reps) and peak_bytes(mode) of its own, and fetch(result), which brings arrays to the CPU."""

    def __init__(self, contender):
        self.contender = contender

    def load(self, file):
        with np.load(file) as arrays:
            self.contender.load([arrays[f"arg{i}"] for i in range(len([k for k in arrays if k.startswith("arg")]))], file)
        return {}

    def results(self, mode, out):
        start = time.perf_counter()
        results = self.contender.run(mode)
        if hasattr(self.contender, "fetch"):
            results = self.contender.fetch(results)
        arrays = {name: np.asarray(value) for name, value in results.items()}
        seconds = time.perf_counter() - start
        np.savez(out, **arrays)
        return {"first_call_s": seconds}

    def time(self, mode, reps):
        if hasattr(self.contender, "time"):
            return self.contender.time(mode, reps)
        ms = []
        for rep in range(reps + 1):
            start = time.perf_counter()
            self.contender.wait(self.contender.run(mode))
            ms.append(1e3 * (time.perf_counter() - start))
        return {"ms": ms[1:]}

    def memory(self, mode):
        if hasattr(self.contender, "peak_bytes"):
            return {"peak_bytes": self.contender.peak_bytes(mode)}
        self.contender.wait(self.contender.run(mode))
        return {"peak_bytes": peak_of(lambda: self.contender.wait(self.contender.run(mode)))}

    def answer(self, request):
        return getattr(self, request.pop("do"))(**request)


def main():
    # Libraries print to stdout; the answers keep it for themselves.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    name, job = sys.argv[1], json.loads(sys.argv[2])
    try:
        session = Session(importlib.import_module(f"contenders.{name}").make(job))
        print(json.dumps({"versions": session.contender.versions}), file=answers)
    except Exception as error:  # reported by the table, which goes on without this contender
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers)
        return 1
    for line in sys.stdin:
        try:
            reply = session.answer(json.loads(line))
        except BaseException as error:  # a recursion error in a compiler is a result too
            traceback.print_exc()
            reply = {"error": f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}"}
        print(json.dumps(reply), file=answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
