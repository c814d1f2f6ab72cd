import jax.numpy as jnp
import numpy as np
from golden import fgi, gaussian, loop

WRT = [0, 1]
STEPS = 23


def program(drive, tau, steps):
    decay = jnp.exp(-1 / tau)

    def body(state, t):
        u, a, n, total = state
        u = u * decay + (jnp.sin(0.3 * t) + 1) * drive
        v = u - 1 - a
        z = fgi(v, gaussian)
        u, a = jnp.where(v > 0, u - z, u), jnp.where(v > 0, a + 0.3, a * decay * decay)
        return u, a, n + (v > 0), total + z + jnp.log1p(v * v)

    zero = jnp.zeros((), tau.dtype)
    u, a, n, total = loop(body, (zero, zero, jnp.zeros((), jnp.int64), zero), jnp.arange(STEPS, dtype=tau.dtype))
    return u, a * tau ** 0.3, n, total


def inputs(rng):
    return [np.float32(0.37), np.float32(rng.uniform(3, 5)), np.int64(STEPS)]
