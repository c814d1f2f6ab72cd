"""hoist-synapses.py OUT.npz [zeros]: some neurons fire and every gradient is something, or every gradient is zero."""
import sys

import numpy as np

out = np.load(sys.argv[1])
gradients = {name: out[name] for name in out.files if name.startswith("grad")}
assert len(gradients) == 4, out.files
for name, gradient in gradients.items():
    if sys.argv[2:] == ["zeros"]:
        assert not gradient.any(), name
    else:
        assert np.isfinite(gradient).all() and gradient.any(), name
if sys.argv[2:] != ["zeros"]:
    rate = out["res0"].mean()
    assert 0.02 < rate < 0.9, rate
