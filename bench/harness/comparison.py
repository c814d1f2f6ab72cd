"""One network at one shape: starts the contenders, checks their numbers, times those that are right."""
import dataclasses
import os
import pathlib
import sys
import tempfile

import numpy as np

from harness import checks, machine, timing
from harness.registry import CONTENDERS
from harness.workers import Failure, Worker


@dataclasses.dataclass
class Case:
    """Arguments to time, others of the same shapes to check, and what the check must give, by mode."""
    labels: dict
    timed: list
    checked: list
    expected: dict
    by_norm: bool = False  # how errors are measured
    tolerance: float = checks.TOLERANCE


def say(text):
    print(text, file=sys.stderr, flush=True)


def save(path, arrays):
    np.savez(path, **{f"arg{i}": a for i, a in enumerate(arrays)})
    return str(path)


def start(name, network, shape, options):
    """A process with this contender in it."""
    contender = CONTENDERS[name]
    python = options.python if contender.is_peer else sys.executable
    job = {"network": network, "shape": dataclasses.asdict(shape), "threads": options.threads,
           "build": str(options.build), "revision": machine.revision(),
           "options": {"subnormals": options.subnormals, **contender.options}}
    return Worker(python, contender.file, job, options.log, limit=180)


class Comparison:
    def __init__(self, network, shape, names, options):
        self.network, self.shape, self.options = network, shape, options
        self.workers, self.failed, self.versions = {}, {}, {}
        self.folder = tempfile.TemporaryDirectory(prefix="snn-bench-")
        for name in names:
            try:
                self.workers[name] = start(name, self.network, self.shape, self.options)
                self.versions.update(self.workers[name].versions)
            except Failure as failure:
                self.fail(name, str(failure))

    def fail(self, name, reason, mode=None):
        say(f"  {CONTENDERS[name].title}{', ' + mode if mode else ''}: {reason}")
        self.failed[name, mode] = reason

    def failure(self, name, mode):
        return self.failed.get((name, None)) or self.failed.get((name, mode))

    def check(self, name, mode, case, file):
        """The first call and the error of its results."""
        out = os.path.join(self.folder.name, "out.npz")
        worker = self.workers[name]
        worker.ask(60, "load", file=file)
        reply = worker.ask(self.options.settings.limit_s, "results", mode=mode, out=out)
        with np.load(out) as got:
            facts = {"first_call_s": reply["first_call_s"]}
            if CONTENDERS[name].comparable:
                facts["error"] = checks.error(got, case.expected[mode], case.by_norm)
            return facts

    def checked(self, names, mode, case, file):
        """{name: what `check` says} of those whose numbers are right."""
        facts = {}
        for name in names:
            if self.failure(name, mode):
                continue
            try:
                facts[name] = self.check(name, mode, case, file)
            except Failure as failure:
                self.fail(name, str(failure), mode)
                if self.workers[name].process.poll() is not None:
                    self.restart(name)
                continue
        return facts

    def restart(self, name):
        """A compiler that ran out of time in one mode may have the other."""
        self.workers[name] = start(name, self.network, self.shape, self.options)

    def measure(self, names, mode, case):
        """Rows of the result file, one per contender."""
        file = save(pathlib.Path(self.folder.name) / "checked.npz", case.checked)
        facts = self.checked(names, mode, case, file)
        right = {name: self.workers[name] for name in facts if facts[name].get("error", 0) <= case.tolerance}
        file = save(pathlib.Path(self.folder.name) / "timed.npz", case.timed)
        for worker in right.values():
            worker.ask(60, "load", file=file)
        figures = timing.interleave(right, mode, self.options.settings) if right else {}
        rows = []
        for name in names:
            row = {"contender": name, "mode": mode, "shape": str(self.shape), **case.labels, **facts.get(name, {})}
            if name in figures:
                row.update(figures[name])
            else:
                row["failed"] = self.failure(name, mode) or f"wrong by {facts[name]['error']:.1e}"
            rows.append(row)
            say(f"  {name:15} {mode:6} {row.get('median_ms', float('nan')):10.3f} ms  {row.get('failed', '')}")
        return rows

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for worker in self.workers.values():
            worker.stop()
