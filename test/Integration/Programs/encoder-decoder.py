import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [1, 3, 4, 5, 6]


def unit(drive, u, gate):
    gate = jax.nn.sigmoid(gate)
    u = jnp.maximum(gate * u + (1 - gate) * drive, 0)
    return u, fgi(u - 0.5, lambda v: 1 - jnp.tanh(v) ** 2)


def program(x, y, teach, w, g, feedback, out):
    u = z = jnp.zeros((2, 8), x.dtype)
    for x_t in x:
        u, z = unit(x_t @ w, u, z @ g)
    o, loss = jnp.zeros((2, 3), x.dtype), 0.0
    for y_t, told in zip(y, teach):
        u, z = unit(jnp.where(told, y_t, o) @ feedback, u, z @ g)
        o = z @ out
        loss = loss + jnp.sum(jnp.abs(o - y_t))
    return loss


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.4, 1, (6, 2, 4))), f32(rng.normal(0, 1, (5, 2, 3))), np.array([1, 0, 0, 1, 0], bool),
            f32(rng.normal(0.4, 0.6, (4, 8))), f32(rng.normal(0, 0.7, (8, 8))), f32(rng.normal(0.3, 0.7, (3, 8))),
            f32(rng.normal(0, 0.7, (8, 3)))]
