import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2]
f32 = lambda a: np.asarray(a, np.float32)


def program(x, thresholds, r):
    u = z = jnp.zeros((3, 7), x.dtype)
    count = jnp.zeros((3, 7), jnp.int64)
    for t in range(1, 12, 2):
        u = 0.6 * u + x[t] + z @ r
        zs = fgi(u[..., None] - thresholds, lambda v: (jnp.abs(v) < 0.5).astype(v.dtype))
        z = zs.sum(-1)
        u = u - 0.5 * (zs * thresholds).sum(-1)
        count = count + z.astype(jnp.int64)
    return u, count


def inputs(rng):
    return [f32(rng.normal(0.6, 1, (12, 3, 7))), f32([0.5, 1.1, 1.9]), f32(rng.normal(0, 0.3, (7, 7)))]
