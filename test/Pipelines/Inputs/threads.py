"""threads.py IN.npz OUT.npz...: all outputs of threads.mlir are right, and the same to the bit."""
import sys

import numpy as np

given = np.load(sys.argv[1])
state = given["arg2"].astype(np.float64)
stack = []
for x in given["arg0"]:
    state = 0.5 * (x + state @ given["arg1"])
    stack.append(state)
first, *others = [np.load(path) for path in sys.argv[2:]]
np.testing.assert_allclose(first["res0"], np.array(stack), rtol=1e-4, atol=1e-5)
np.testing.assert_allclose(first["res1"], state, rtol=1e-4, atol=1e-5)
assert others
for other in others:
    for name in first.files:
        assert first[name].tobytes() == other[name].tobytes(), name
