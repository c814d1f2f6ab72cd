"""ecg.py prepare DATA OUT.npz [shuffled]: the trained weights and the test set, as the network's arguments; with the
readout's weights in another order.
ecg.py report OUT.npz: accuracy, loss and spikes per sequence."""
import sys

import numpy as np

if sys.argv[1] == "prepare":
    folder, out, *shuffled = sys.argv[2:]
    weights = np.load(f"{folder}/ecg/brf_4_36_6.npz")
    data = np.load(f"{folder}/ecg/qtdb_test.npz")
    names = ["hidden_linear_weight", "hidden_omega", "hidden_b_offset", "out_linear_weight", "out_tau_mem"]
    arrays = {f"arg{i}": weights[name].astype(np.float32) for i, name in enumerate(names)}
    arrays["arg5"] = np.ascontiguousarray(data["x"].swapaxes(0, 1)).astype(np.float32)
    arrays["arg6"] = np.ascontiguousarray(data["y"].T).astype(np.int32)
    if shuffled:
        np.random.default_rng(0).shuffle(arrays["arg3"])
    np.savez(out, **arrays)
else:
    results = np.load(sys.argv[2])
    print(f"sequences {results['res2'].size}")
    print(f"accuracy {100 * results['res1'].mean():.3f} loss {results['res0'].mean(dtype=np.float64):.5f} "
          f"spikes {results['res2'].mean(dtype=np.float64):.2f}")
