import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2]


def program(x, w, ring):
    def body(state, at):
        t, x_t = at
        u, ring, n = state
        both = jnp.concatenate([jnp.pad(ring[t % 4], ((0, 0), (1, 1)), constant_values=0.25), ring[(t + 2) % 4]], axis=1)
        u = 0.8 * u + both @ w + x_t
        z = fgi(u - 1, lambda v: jnp.exp(-jnp.abs(v)))
        return u - z, ring.at[t % 4].set(z), n + jnp.sum(z, axis=1)

    _, ring, n = loop(body, (jnp.zeros((3, 5), x.dtype), ring, jnp.zeros(3, x.dtype)), (jnp.arange(13), x))
    return n, ring


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.2, 0.6, (13, 3, 5))), f32(rng.normal(0, 0.6, (12, 5))), f32(rng.uniform(0, 1, (4, 3, 5)))]
