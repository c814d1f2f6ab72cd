import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1]


def program(x, w):
    u, z = 0.5 * w[:2], jnp.zeros((2, 3), x.dtype)
    for x_t in x:
        u = 0.75 * u + x_t + z @ w
        z = fgi(u - 1, lambda v: 1 / (1 + v * v))
        u = u - z
    return u, jnp.stack([z[0, 0], z[1, 1], z[0, 0] * z[1, 1]])


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.5, 0.6, (4, 2, 3))), f32(rng.normal(0.3, 0.6, (3, 3)))]
