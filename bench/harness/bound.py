"""What the machine could do: multiply-adds per second, by a large matrix product."""
import os
import subprocess
import sys

PRODUCT = """
import numpy as np, time
n = 1536
a, b = (np.random.default_rng(i).random((n, n), np.float32) for i in range(2))
best = 1e9
for _ in range(40):
    begun = time.perf_counter()
    a @ b
    best = min(best, time.perf_counter() - begun)
print(n ** 3 / best)
"""


def multiply_adds(threads):
    """Multiply-adds in f32 per second on `threads` threads: the best of forty products of numpy's BLAS."""
    environment = {**os.environ, **{f"{name}_NUM_THREADS": str(threads) for name in ("OPENBLAS", "MKL", "OMP")}}
    done = subprocess.run([sys.executable, "-c", PRODUCT], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)
