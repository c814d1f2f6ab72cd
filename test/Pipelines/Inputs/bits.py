"""bits.py IN.npz OUT.npz: the results of bits.mlir are NumPy's."""
import sys

import numpy as np

given, got = np.load(sys.argv[1]), np.load(sys.argv[2])
x, m, b = given["arg0"], given["arg1"], given["arg2"]
expected = [x > 0, np.where(m, x, np.float32(1)), (x > 0) & m, np.broadcast_to(b, x.shape), np.ones_like(m)]
assert any(m.ravel()) and not all(m.ravel())
for number, value in enumerate(expected):
    result = got[f"res{number}"]
    # As bytes: a true that is not 1 would pass for one.
    assert result.tobytes() == np.ascontiguousarray(value).tobytes(), number
