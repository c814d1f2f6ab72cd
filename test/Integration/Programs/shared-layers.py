import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2]


def layer(x, u, w):
    v = 0.7 * u + x @ w
    z = fgi(v - 1, lambda d: jnp.exp(-jnp.abs(d)))
    return z, v - z


def program(x, w1, w2):
    def body(state, x_t):
        a, b, c, d, n = state
        z, a = layer(x_t, a, w1)
        z2, b = layer(z, b, w2)
        z3, c = layer(z2, c, w2)
        _, d = layer(z3, d, w2)
        return a, b, c, d, n + z2 + d

    end = loop(body, (jnp.zeros((2, 13), x.dtype),) * 5, x)
    return jnp.sum(end[4] ** 2), end[3]


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.3, 1, (9, 2, 13))), f32(rng.normal(0.1, 0.5, (13, 13))), f32(rng.normal(0.1, 0.5, (13, 13)))]
