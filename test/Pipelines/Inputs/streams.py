"""Each step of the results is the formula's: streams.py IN.npz OUT.npz..."""
import sys

import numpy as np

x = np.load(sys.argv[1])["arg0"]
for path in sys.argv[2:]:
    result = np.load(path)["res0"]
    u = x
    assert result.shape == (72, *x.shape)
    for step in result:
        u = u * np.float32(0.5) + x
        np.testing.assert_array_equal(step, u)
