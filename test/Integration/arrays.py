"""Writes random arguments for a program: arrays.py OUT.npz SPEC...

A SPEC is TYPE:SHAPE for normally distributed floats (f64:3,4; f64: for a
scalar), or TYPE=VALUE for a scalar (i64=5), one for each argument.
"""
import sys

import numpy as np

TYPES = {"f64": np.float64, "f32": np.float32, "i64": np.int64,
         "i32": np.int32, "i8": np.int8, "i1": np.bool_}


def make(spec, rng):
    if "=" in spec:
        name, value = spec.split("=")
        return np.asarray(float(value), dtype=TYPES[name])
    name, shape = spec.split(":")
    sizes = [int(size) for size in shape.split(",") if size]
    return np.asarray(rng.standard_normal(sizes), dtype=TYPES[name])


def main():
    rng = np.random.default_rng(7)
    arrays = {f"arg{i}": make(s, rng) for i, s in enumerate(sys.argv[2:])}
    np.savez(sys.argv[1], **arrays)


main()
