"""Tangents of a network against JAX's: network_tangents.py DIR PROGRAM.mlir ENTRY IN.npz JVP.npz.

The program is promoted to f64, in which the golden values were computed. Its
constants stay rounded to f32, which is what the tolerance is for; that forward
mode is exact, dot-products.test shows."""
import pathlib
import sys

import numpy as np
from dot_products import promoted, promoted_text, run, signature, with_request

RTOL = 1e-6


def main():
    folder, file, entry, given, golden = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = promoted_text(file)
    with np.load(given) as arrays, np.load(golden) as tangents:
        wrt = sorted(int(k[3:]) for k in tangents.files if k[3:].isdigit())
        types, _ = signature(text, entry)
        values = {f"arg{i}": promoted(arrays[f"arg{i}"], t) for i, t in enumerate(types)}
        values |= {f"arg{len(types) + k}": tangents[f"tan{n}"] for k, n in enumerate(wrt)}
        program = folder / "program.mlir"
        program.write_text(with_request(text, entry, wrt))
        found = run("call", program, "forward_of_it", values, folder)
        for number in range(len(found)):
            expected = tangents[f"tan_res{number}"]
            scale = np.abs(expected).max()
            error = np.abs(found[f"res{number}"] - expected).max() / scale
            print(f"tangent of result {number}: {expected.size} numbers up to {scale:.3g}, off by {error:.1e}")
            if not error <= RTOL or scale == 0:
                sys.exit(1)


main()
