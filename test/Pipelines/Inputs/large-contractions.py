"""large-contractions.py inputs|empty OUT.npz, or check IN.npz GOT.npz: products of matrices beside NumPy's."""
import sys

import numpy as np


def write(path, m, n, k):
    rng = np.random.default_rng(3)
    shapes = [(m, k), (k, m), (k, n), (m, n), (m, k), (k, n)]
    types = [np.float32] * 4 + [np.float64] * 2
    np.savez(path, **{f"arg{i}": rng.standard_normal(shape).astype(kind)
                      for i, (shape, kind) in enumerate(zip(shapes, types))})


def check(inputs, got):
    a, at, b, c, d, e = (inputs[f"arg{i}"].astype(np.float64) for i in range(6))
    gold = [a @ b, at.T @ b, c + at.T @ b, d @ e]
    for i, (want, tolerance) in enumerate(zip(gold, [2e-4] * 3 + [1e-12])):
        have = got[f"res{i}"]
        assert have.shape == want.shape, (i, have.shape)
        error = np.abs(have - want).max(initial=0)
        assert error < tolerance, (i, error)


if sys.argv[1] == "check":
    check(np.load(sys.argv[2]), np.load(sys.argv[3]))
else:
    write(sys.argv[2], 203, 299, 517 if sys.argv[1] == "inputs" else 0)
