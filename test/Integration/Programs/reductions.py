import jax.numpy as jnp
import numpy as np
from golden import fgi, gaussian, loop

WRT = [0, 1, 2]


def program(x, w, gain):
    def body(state, x_t):
        u, z, least, product = state
        i = x_t + z @ w
        centred = i - jnp.mean(i, axis=1, keepdims=True)
        variance = jnp.mean(i * i, axis=1, keepdims=True) - jnp.mean(i, axis=1, keepdims=True) ** 2
        u = 0.5 * u + gain * centred / jnp.sqrt(variance + 0.01)
        z = fgi(u - 0.5 * jnp.max(u, axis=1, keepdims=True), gaussian)
        u = u - z
        return u, z, jnp.minimum(least, jnp.min(u, axis=1)), product * jnp.prod(jnp.tanh(u) + 1, axis=0)

    zero = jnp.zeros((3, 7), x.dtype)
    return loop(body, (zero, zero, jnp.full(3, jnp.inf, x.dtype), jnp.ones(7, x.dtype)), x)[2:]


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 1, (8, 3, 7))), f32(rng.normal(0, 0.5, (7, 7))), np.float32(0.8)]
