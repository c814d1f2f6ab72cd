import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2, 3]


def program(x, w, sharpness, leak):
    def body(state, x_t):
        v, z, hold, total = state
        kick = sharpness * jnp.exp(jnp.minimum((v - 1) / sharpness, 3))
        v = jnp.where(hold > 0, 0, v + 0.25 * (kick - leak * v + x_t + z @ w))
        z = fgi(v - 1.5, lambda d: 1 / (1 + jnp.abs(d)) ** 2)
        hold = jnp.where(v > 1.5, 3, jnp.maximum(hold - 1, 0))
        return jnp.where(v > 1.5, 0, v), z, hold, total + jnp.sum(z)

    zero = jnp.zeros((4, 7), x.dtype)
    v, _, _, total = loop(body, (zero, zero, jnp.zeros((4, 7), jnp.int32), jnp.zeros((), x.dtype)), x)
    return total, v


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.8, 1, (30, 4, 7))), f32(rng.normal(0, 0.5, (7, 7))), np.float32(0.5),
            f32(rng.uniform(0.5, 1.5, 7))]
