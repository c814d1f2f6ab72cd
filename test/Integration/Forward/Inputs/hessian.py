"""Compares a Hessian-vector product with the analytic one: hessian.py NAME IN.npz OUT.npz."""
import sys

import numpy as np

name, given, found = sys.argv[1:]
given, found = np.load(given), np.load(found)
if name == "exponentials":
    a, x, t = (given[f"arg{i}"] for i in range(3))
    e = np.exp(a @ x)
    expected = [a.T @ e, a.T @ (e * (a @ t))]
else:
    x, n, t = (given[f"arg{i}"] for i in range(3))
    expected = [(n + 1) * n * x ** (n - 1) * t]
for number, array in enumerate(expected):
    np.testing.assert_allclose(found[f"res{number}"], array, rtol=1e-12)
