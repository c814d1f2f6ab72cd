"""snn-run with gradients that are 1 % too long, to see that the benchmarks notice."""
import os
import subprocess
import sys

import numpy as np

status = subprocess.run([os.environ["SNN_RUN"], *sys.argv[1:]]).returncode
out = next((a[len("--out="):] for a in sys.argv if a.startswith("--out=")), None)
if status == 0 and out:
    with np.load(out) as arrays:
        changed = {name: a * 1.01 if name.startswith("grad") else a for name, a in arrays.items()}
    np.savez(out, **changed)
sys.exit(status)
