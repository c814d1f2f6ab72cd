"""One case of a file of golden values.

    golden_case.py inputs GOLD.npz CASE IN.npz      the arguments and cotangents
    golden_case.py compare GOLD.npz CASE OUT.npz    exit 1 where OUT differs

Infinities and NaN must stand where the golden values have them.
"""
import sys

import numpy as np

RTOL, ATOL = 1e-12, 1e-15


def case(path, name):
    with np.load(path) as gold:
        return {key.split(".", 1)[1]: gold[key] for key in gold.files if key.startswith(name + ".")}


def compare(gold, path):
    with np.load(path) as found:
        for key in sorted(k for k in gold if k.startswith(("res", "grad"))):
            near = np.isclose(found[key], gold[key], rtol=RTOL, atol=ATOL, equal_nan=True)
            for index in np.argwhere(~near):
                at = tuple(index)
                print(f"{key}{list(map(int, at))}: expected {gold[key][at]}, found {found[key][at]}")
            if found[key].shape != gold[key].shape or not near.all():
                sys.exit(1)


verb, gold_path, name, path = sys.argv[1:]
gold = case(gold_path, name)
if verb == "inputs":
    np.savez(path, **{k: v for k, v in gold.items() if k.startswith(("arg", "cot"))})
else:
    compare(gold, path)
