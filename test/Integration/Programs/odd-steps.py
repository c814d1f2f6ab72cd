import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2]
FROM, TO, STRIDE = 1, 12, 4


def program(x, w, u0, first, last, stride):
    def body(state, at):
        weight, x_t = at
        u, n = state
        u = w * u + x_t
        z = fgi(u - 1, lambda v: 1 / (1 + v * v))
        return u - z, n + weight * z

    ones = jnp.ones(12, x.dtype)
    a = loop(body, (u0, jnp.zeros_like(u0)), (ones[FROM:TO:2], x[FROM:TO:2]))
    b = loop(body, a, (jnp.arange(12, dtype=x.dtype)[1:12:STRIDE], x[1:12:STRIDE]))
    c = loop(body, b, (ones[:11], x[::-1][:11]))
    return c[0], c[1], a[1]


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.3, 0.6, (12, 2, 7))), f32(rng.uniform(0.5, 0.95, 7)), f32(rng.uniform(0, 1, (2, 7))),
            np.int64(FROM), np.int64(TO), np.int32(STRIDE)]
