import jax.numpy as jnp
import numpy as np
from golden import fgi, sg

WRT = [0, 1, 2, 3]


def program(x, kernel, m, table):
    filtered = sum(x[:, j:j + 14] * kernel[j] for j in range(4))
    scaled = filtered[:, ::2] * jnp.diagonal(m)
    return jnp.sum(fgi(scaled - table[1], lambda v: 1 / (1 + v * v)), axis=1), (sg(table[1]) * scaled).astype(jnp.float64)


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 1, (6, 17))), f32(rng.normal(0, 0.6, 4)), f32(rng.normal(0, 1, (7, 7))), f32(rng.normal(0, 0.3, (2, 7)))]
