import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2]
SUBSTEPS = 4


def program(x, w, tau, substeps):
    def body(state, x_t):
        v, q, total = state
        for _ in range(SUBSTEPS):
            v, q = v + 0.2 * (v - v ** 3 / 3 - q + x_t + v @ w), q + 0.2 * (v + 0.7 - 0.8 * q) / tau
        z = fgi(v - 0.7, lambda d: 1 - jnp.tanh(d) ** 2)
        return v, q, total + SUBSTEPS * jnp.sum(z)

    like = jnp.ones((3, 7), x.dtype)
    v, _, total = loop(body, (-1.2 * like, 0 * like, jnp.zeros((), x.dtype)), x)
    return total, v


def inputs(rng):
    return [rng.normal(0.5, 0.7, (8, 3, 7)), rng.normal(0, 0.2, (7, 7)), np.float64(2.5), np.int64(SUBSTEPS)]
