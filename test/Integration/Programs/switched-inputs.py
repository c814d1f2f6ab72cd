import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3, 4]
MODES = np.array([0, 2, 1, 0, 2, 3, 0, 2, 2, -1, 0], np.int8)
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, gain, never, unused, mode):
    u = z = jnp.zeros((3, 4), x.dtype)
    fired = jnp.zeros((3, 4), bool)
    for t, mode_t in enumerate(MODES):
        i = x[t]
        if mode_t == 0:
            i = i + z @ w
        if mode_t == 2:
            i = jnp.sin(gain * i) if t % 2 else gain * i
        u = 0.7 * u + i
        z = fgi(u - 0.6, slope)
        u = u - z
        fired = fired | (z > 0)
    return u, u, w, jnp.full(2, 2.5, x.dtype), jnp.int32((MODES == 0).sum()), fired


def inputs(rng):
    return [f32(rng.normal(0.3, 1, (11, 3, 4))), f32(rng.normal(0.1, 0.4, (4, 4))), f32(1.3),
            f32(rng.normal(0.1, 0.6, (3, 4))), f32([1, 2]), MODES]
