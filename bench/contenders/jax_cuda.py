"""JAX on a GPU: `lax.scan` as on the CPU. Its default would multiply in tf32 there, which is not what others compute."""
import jax
from contenders.jax_scan import JaxScan


def make(job):
    jax.config.update("jax_default_matmul_precision", "highest")
    contender = JaxScan(job)
    if jax.default_backend() != "gpu":
        raise RuntimeError(f"JAX found no GPU, but {jax.default_backend()}")
    return contender
