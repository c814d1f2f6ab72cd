"""show-npz.py FILE.npz [NAME...]: one line per array: name, type, shape, values."""
import sys

import numpy as np

np.set_printoptions(precision=5, suppress=True, linewidth=10**6, threshold=10**6)
arrays = np.load(sys.argv[1])
for name in sys.argv[2:] or arrays.files:
    array = arrays[name]
    # In f16, rounding to five places would overflow.
    rounded = np.round(array.astype(np.float64), 5) if array.dtype.kind == "f" else array
    values = " ".join(str(v) for v in rounded.ravel())
    print(f"{name} {array.dtype} {'x'.join(map(str, array.shape)) or 'scalar'}: {values}")
