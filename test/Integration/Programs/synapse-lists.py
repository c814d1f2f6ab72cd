import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2]
FROM = np.array([0, 1, 2, 3, 4, 0, 0, 2], np.int32)
TO = np.array([1, 2, 3, 4, 0, 1, 3, 2], np.int32)
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, threshold, pre, post, length):
    u = z = jnp.zeros((2, 5), x.dtype)
    seen = jnp.zeros((5, 2), x.dtype)
    for t in range(7):
        i = x[t].at[:, TO].add(z[:, FROM] * w)
        u1 = 0.7 * u + i
        z1 = fgi(u1 - threshold, slope)
        alive = (t < length)[:, None]
        u = jnp.where(alive, u1 - z1 * threshold, u)
        z = jnp.where(alive, z1, 0)
        seen = seen + u.T[jnp.array([3, 0, 4, 1, 2])]
    return u, seen


def inputs(rng):
    return [f32(rng.normal(0.3, 1, (7, 2, 5))), f32(rng.normal(0.4, 0.5, 8)), f32(rng.uniform(0.3, 1, 5)), FROM, TO,
            np.array([4, 7], np.int32)]
