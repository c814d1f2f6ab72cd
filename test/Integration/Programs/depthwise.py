import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3]


def program(x, k, plain, theta):
    u, total, out = jnp.zeros((7, 7, 2), x.dtype), 0.0, 0.0
    for x_t in x:
        wide = jnp.pad(x_t, ((1, 1), (1, 1), (0, 0)))
        u = 0.7 * u + sum(wide[i:i + 7, j:j + 7] * k[i, j] for i in range(3) for j in range(3))
        z = fgi(u - theta, lambda v: 1 / (1 + v * v))
        u = u - z
        pooled = z[:3, :3] + z[4:, :3] + z[:3, 4:] + z[4:, 4:]
        total = total + jnp.sum(pooled ** 2)
        out = out + sum(u[i:i + 6, j:j + 6, 1] * plain[i, j] for i in range(2) for j in range(2))
    return total, out


def inputs(rng):
    return [rng.normal(0.1, 0.6, (4, 7, 7, 2)), rng.normal(0.1, 0.5, (3, 3, 2)), rng.normal(0, 1, (2, 2)), np.float64(0.9)]
