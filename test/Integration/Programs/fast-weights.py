import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2]
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, rate, mask):
    u = jnp.zeros((2, 5), x.dtype)
    trace = jnp.zeros((2, 4, 5), x.dtype)
    fast = jnp.broadcast_to(w, (2, 4, 5))
    for x_t, kept in zip(x, mask):
        x_t = jnp.where(kept, x_t, 0)
        u = 0.8 * u + jnp.einsum("bi,bij->bj", x_t, fast)
        z = fgi(u - 0.7, slope)
        u = u - z
        trace = 0.8 * trace + x_t[:, :, None] * z[:, None, :]
        fast = fast + rate * trace
    return u, fast


def inputs(rng):
    return [f32(rng.normal(0.3, 1, (9, 2, 4))), f32(rng.normal(0.2, 0.4, (4, 5))), f32(0.1), rng.random((9, 2, 4)) < 0.7]
