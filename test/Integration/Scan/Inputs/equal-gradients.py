#!/usr/bin/env python3
"""Runs entries that must mean the same, each in each file, and compares results
and gradients: equal-gradients.py FILE,.. --entries=A,.. --wrt=0,.. ARG.. [-- COT..]
where ARG and COT are shapes such as 3x4xf64, index=5 or i1=1. Values are random
multiples of 1/8 but 0, the same on every run."""

import subprocess
import sys
import tempfile

import numpy as np

RTOL = 1e-12


def make(spec, random):
    if "=" in spec:
        kind, value = spec.split("=")
        return np.array(int(value), np.bool_ if kind == "i1" else np.int64)
    *sizes, kind = spec.split("x")
    sizes = [int(size) for size in sizes]
    values = random.integers(1, 9, sizes) * random.choice([-1, 1], sizes) / 8
    return values.astype({"f32": np.float32, "f64": np.float64}[kind])


def main(argv):
    files, entries, wrt, *specs = argv
    programs = [
        (file, entry)
        for file in files.split(",")
        for entry in entries.removeprefix("--entries=").split(",")
    ]
    assert len(programs) > 1, "one program alone agrees with anything"
    split = specs.index("--") if "--" in specs else len(specs)
    random = np.random.default_rng(0)
    arrays = {f"arg{i}": make(s, random) for i, s in enumerate(specs[:split])}
    arrays |= {f"cot{i}": make(s, random) for i, s in enumerate(specs[split + 1 :])}
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        np.savez(f"{folder}/in.npz", **arrays)
        for file, entry in programs:
            command = ["snn-run", "grad", file, f"--entry={entry}", wrt]
            command += [f"--in={folder}/in.npz", f"--out={folder}/out.npz"]
            subprocess.run(command, check=True)
            with np.load(f"{folder}/out.npz") as out:
                outcomes.append(dict(out))
    first = outcomes[0]
    assert all(np.any(v != 0) for v in first.values() if v.size), "a result is all zero"
    for program, other in zip(programs[1:], outcomes[1:]):
        assert first.keys() == other.keys(), (first.keys(), other.keys())
        for key, value in first.items():
            np.testing.assert_allclose(
                other[key], value, rtol=RTOL, atol=1e-14, err_msg=f"{program} {key}"
            )
    print(f"{len(programs)} programs agree on {sorted(first)}")


main(sys.argv[1:])
