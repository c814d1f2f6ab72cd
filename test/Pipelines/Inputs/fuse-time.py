"""fuse-time.py SNN-RUN PROGRAM PREFIX: @net of fuse-time.mlir gives the same in tiles and whole, for many sizes."""
import subprocess
import sys

import numpy as np

tool, program, prefix = sys.argv[1:]
rng = np.random.default_rng(0)


def gradient(name, *options):
    out = f"{prefix}.{name}.npz"
    subprocess.run([tool, "grad", program, "--entry=net", "--wrt=0,1,2", f"--in={prefix}.in.npz", f"--out={out}",
                    *options], check=True)
    return dict(np.load(out))


for steps, batch in [(7, 40), (7, 32), (5, 3), (1, 16), (4, 0), (0, 20)]:
    arrays = {"arg0": rng.normal(size=(steps, batch, 3)), "arg1": rng.normal(size=(3, 5)),
              "arg2": rng.normal(size=(5, 5)) / 2, "cot0": rng.normal(size=(batch, 5)), "cot1": np.array(0.5)}
    np.savez(f"{prefix}.in.npz", **{name: np.float32(array) for name, array in arrays.items()})
    tiles = gradient("tiles", "--threads=2")
    alone = gradient("alone", "--threads=1")
    whole = gradient("whole", "--pipeline=snn-cpu-pipeline{fuse-time=false}")
    assert sorted(whole) == ["grad0", "grad1", "grad2", "res0", "res1"]
    for name, expected in whole.items():
        error = np.abs(tiles[name] - expected).max(initial=0)
        assert error <= 1e-4 * np.abs(expected).max(initial=0), f"{name} {steps}x{batch}: {error}"
        assert tiles[name].tobytes() == alone[name].tobytes(), name
