import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2]
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, scale):
    u = jnp.zeros((2, 5), x.dtype)
    history = jnp.zeros((7, 2, 5), x.dtype)
    for t in range(7):
        q = x[t] + u @ w
        score = jnp.einsum("bn,sbn->bs", q, history) * scale
        share = jax.nn.softmax(jnp.where(jnp.arange(7) <= t, score, -1e9), 1)
        v = q + jnp.einsum("bs,sbn->bn", share, history)
        z = fgi(v - 0.4, slope)
        u = (v - z) * 0.6
        history = history.at[t].set(z + u)
    return u, history


def inputs(rng):
    return [f32(rng.normal(0.3, 1, (7, 2, 5))), f32(rng.normal(0.1, 0.4, (5, 5))), f32(0.7)]
