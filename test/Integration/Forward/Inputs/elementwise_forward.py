"""Forward mode of every elementwise rule against JAX, at kinks and poles as well.

    elementwise_forward.py DIR ELEMENTWISE.mlir ELEMENTWISE.npz

The golden values are those of reverse mode. The Jacobian of an elementwise op is
diagonal, so the golden cotangent as the tangent of argument i alone has to give
the golden gradient of argument i, infinities and NaN included.
"""
import pathlib
import sys

import numpy as np
from dot_products import promoted_text, run, with_request

RTOL, ATOL = 1e-12, 1e-15
WRT = {"unary": 1, "binary": 2, "ternary": 3, "integer_power": 1}


def main():
    folder, file, golden = (pathlib.Path(a) for a in sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    text, wrong = promoted_text(file), 0
    with np.load(golden) as arrays:
        gold = {k: arrays[k] for k in arrays.files}
    for name, count in WRT.items():
        given = {k.split(".")[1]: v for k, v in gold.items() if k.startswith(f"{name}.arg")}
        for number in range(count):
            program = folder / "program.mlir"
            program.write_text(with_request(text, name, [number]))
            tangent = {f"arg{len(given)}": gold[f"{name}.cot0"]}
            found = run("call", program, "forward_of_it", given | tangent, folder)["res0"]
            expected = gold[f"{name}.grad{number}"]
            near = np.isclose(found, expected, rtol=RTOL, atol=ATOL, equal_nan=True)
            for at in map(tuple, np.argwhere(~near)):
                print(f"{name} by argument {number}, at {at}: expected {expected[at]}, found {found[at]}")
            wrong += near.size - int(near.sum())
            print(f"{name} by argument {number}: {near.size} tangents compared")
    sys.exit(wrong != 0)


main()
