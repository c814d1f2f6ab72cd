import jax.numpy as jnp
import numpy as np
from golden import fgi, gaussian, loop

WRT = [0, 1, 2, 3]


def program(x, w, r, u0):
    def body(state, x_t):
        u, z, n = state
        u = 0.9 * u + x_t @ w + z @ r
        z = fgi(u - 1, gaussian)
        return u - z, z, n + jnp.sum(z, axis=1)

    u, _, n = loop(body, (u0, jnp.zeros_like(u0), jnp.zeros(len(u0), x.dtype)), x)
    return u, n


def inputs_of(steps, batch):
    f32 = lambda a: a.astype(np.float32)
    return lambda rng: [f32(rng.normal(0.2, 1, (steps, batch, 5))), f32(rng.normal(0.1, 0.5, (5, 7))),
                        f32(rng.normal(0, 0.4, (7, 7))), f32(rng.uniform(0, 1, (batch, 7)))]


CASES = {"@t11b3": inputs_of(11, 3), "@t1b1": inputs_of(1, 1), "@t0b2": inputs_of(0, 2), "@t4b0": inputs_of(4, 0)}
