#!/usr/bin/env python3
"""Measures one table. scripts/bench.sh calls this with an environment that has the peers; README.md says how each
table is measured.

    bench.py TABLE [options]
"""
import argparse
import importlib
import os
import pathlib
import signal
import sys

from harness import machine, report, timing
from harness.registry import CONTENDERS

TABLES = ["paper", "compile", "brf", "lif", "handwritten", "scaling", "gpu"]


def listed(text):
    return text.split(",")


def parse(argv):
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("table", choices=TABLES)
    p.add_argument("--shapes", type=listed, help="a part of the table's shapes, such as 784x1,28x28 (steps x inputs)")
    p.add_argument("--rates", type=lambda text: [float(r) for r in listed(text)], help="firing rates in %%, such as 0.3,4")
    p.add_argument("--contenders", type=listed, help="any of " + ", ".join(CONTENDERS))
    p.add_argument("--modes", type=listed, default=["infer", "train"], help="infer, train")
    p.add_argument("--rounds", type=int, default=timing.Settings.rounds)
    p.add_argument("--turn", type=float, default=timing.Settings.turn_s, help="seconds of timed runs in a turn")
    p.add_argument("--pause", type=float, default=timing.Settings.pause_s, help="seconds between turns")
    p.add_argument("--limit", type=float, default=timing.Settings.limit_s, help="seconds for a first call")
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--subnormals", choices=["flush", "keep"], default="flush",
                   help="PyTorch's setting; its default is keep, which is slower")
    p.add_argument("--python", default=sys.executable, help="the interpreter that has the peers' packages")
    p.add_argument("--build", type=pathlib.Path, default=machine.ROOT / "build", help="where snn-run was built")
    p.add_argument("--out", type=pathlib.Path, default=machine.ROOT / "bench" / "results")
    options = p.parse_args(argv)
    for name in options.contenders or []:
        if name not in CONTENDERS:
            p.error(f"--contenders: expected any of {', '.join(CONTENDERS)}; found '{name}'")
    if options.threads < len(os.sched_getaffinity(0)):
        # Thread counts alone would not bind every contender.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    options.settings = timing.Settings(options.rounds, options.turn, options.pause, options.limit)
    return options


def main(argv):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the contenders are stopped too
    options = parse(argv)
    os.makedirs(options.out, exist_ok=True)
    options.log = options.out / f"{options.table}.log"
    options.log.write_bytes(b"")
    options.machine = machine.describe(options.threads)

    def write(name, rows, versions, text):
        """Called after every part, so that a run that is cut short leaves what it has."""
        options.machine["load_after"] = os.getloadavg()[0]
        report.write(options.out, name, {"machine": options.machine, "versions": versions,
                                         "arguments": argv, "rows": rows}, text)

    options.write = write
    importlib.import_module(f"tables.{options.table}").run(options)
    print(f"written: {options.out / options.table}.md, .json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
