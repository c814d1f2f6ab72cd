"""same-bits.py A.npz B.npz: fails unless both hold the same arrays, bit for bit."""
import sys

import numpy as np

a, b = np.load(sys.argv[1]), np.load(sys.argv[2])
if sorted(a.files) != sorted(b.files):
    sys.exit(f"expected the arrays {a.files}, found {b.files}")
for name in a.files:
    x, y = a[name], b[name]
    if (x.dtype, x.shape) != (y.dtype, y.shape):
        sys.exit(f"{name}: expected {x.dtype} {x.shape}, found {y.dtype} {y.shape}")
    if x.tobytes() != y.tobytes():
        sys.exit(f"{name}: {int((x != y).sum())} of {x.size} elements differ")
print(f"{len(a.files)} arrays are the same")
