import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2, 3, 4]


def program(x, w, gamma, beta, couple):
    current = x @ w
    centred = current - jnp.mean(current, axis=(0, 1))
    current = centred * gamma / jnp.sqrt(jnp.mean(centred ** 2, axis=(0, 1)) + 1e-3) + beta

    def body(state, i):
        u, n = state
        u = u + couple * (jnp.mean(u, axis=0) - u) + i
        z = fgi(u - 1, lambda v: jax.nn.sigmoid(v) * jax.nn.sigmoid(-v))
        return u - z, n + z

    zero = jnp.zeros((4, 33), x.dtype)
    _, n = loop(body, (zero, zero), current)
    return jnp.sum((n[:, None] - n[None, :]) ** 2, axis=2)


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 1, (6, 4, 5))), f32(rng.normal(0, 1, (5, 33))), f32(rng.uniform(0.5, 1.5, 33)),
            f32(rng.normal(0.3, 0.2, 33)), np.float32(0.3)]
