"""Runs a function with spikes as masks and as floats and compares the results,
to the bit: on_off.py PREFIX FILE ENTRY [--wrt=NUMBERS] SPEC...

A SPEC is TYPE:SHAPE for random numbers (f32:3,4), random bits (i1:3,4), spikes
in floats (spikes:3,4) or zeros (index:2). It is for the next argument, or for
the array NAME in NAME=TYPE:SHAPE.
"""
import subprocess
import sys

import numpy as np

TYPES = {"f32": np.float32, "f64": np.float64, "f16": np.float16, "i32": np.int32, "index": np.int64}


def make(spec, rng):
    name, shape = spec.split(":")
    sizes = [int(size) for size in shape.split(",") if size]
    if name in ("i1", "spikes"):
        bits = rng.random(sizes) < 0.4
        return np.asarray(bits, bool if name == "i1" else np.float32)
    if name in ("i32", "index"):
        return np.zeros(sizes, TYPES[name])
    return np.asarray(rng.standard_normal(sizes), TYPES[name])


def main():
    prefix, program, entry, *specs = sys.argv[1:]
    wrt = [spec for spec in specs if spec.startswith("--wrt=")]
    rng = np.random.default_rng(11)
    arrays = {}
    for spec in specs:
        if spec not in wrt:
            name, kind = spec.split("=") if "=" in spec else (f"arg{len(arrays)}", spec)
            arrays[name] = make(kind, rng)
    np.savez(f"{prefix}.in.npz", **arrays)
    for spikes in ("on", "off"):
        subprocess.run(["snn-run", "grad" if wrt else "call", program, f"--entry={entry}", *wrt, f"--in={prefix}.in.npz",
                        f"--out={prefix}.{spikes}.npz", f"--pipeline=snn-cpu-pipeline{{contract=off spikes={spikes}}}"],
                       check=True)
    with np.load(f"{prefix}.off.npz") as results:
        zero = [name for name in results if not results[name].any()]
        assert not wrt or not zero, f"nothing but zeros in {zero}"
        assert wrt or len(zero) < len(results), "nothing but zeros"
    subprocess.run(["snn-npz-diff", f"{prefix}.on.npz", f"{prefix}.off.npz", "--rtol=0"], check=True)


main()
