import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [1, 2, 3, 4, 5]
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, sharpness, coupling, v0, jump, steps):
    def body(state, x_t):
        v, a, rest, total, count = state
        dv = sharpness * jnp.exp(v / sharpness) - v - a + x_t @ w
        v1 = jnp.where(rest > 0, v, v + 0.1 * dv)
        a = a + 0.1 * (coupling * v - a)
        z = fgi(v1 - 1, slope)
        fired = z != 0
        rest = jnp.where(fired, 2, jnp.maximum(rest - 1, 0))
        return jnp.where(fired, -0.2, v1), a + z * jump, rest, total + z.sum(1), count + z.astype(jnp.int32)

    none = jnp.zeros(v0.shape, jnp.int32)
    end = loop(body, (v0, jnp.zeros_like(v0), none, jnp.zeros(len(v0), v0.dtype), none), x)
    return end[3], end[4]


def inputs_of(steps, batch):
    return lambda rng: [f32(rng.normal(1.5, 1, (steps, batch, 3))), f32(rng.normal(1, 1, (3, 11))),
                        f32(rng.uniform(0.4, 0.8, 11)), f32(0.3), f32(rng.uniform(0, 0.9, (batch, 11))), f32(0.4),
                        np.int32(steps)]


CASES = {"@a": inputs_of(19, 5), "@t0": inputs_of(0, 3), "@b0": inputs_of(4, 0)}
