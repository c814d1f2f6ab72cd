import jax.numpy as jnp
import numpy as np
from golden import fgi, gaussian, loop

WRT = [0, 1, 2, 3]


def program(x, busy, calm, gain):
    def body(state, at):
        t, x_t = at
        v, z, total = state
        i = jnp.where(jnp.sum(z) > 5, jnp.tanh(x_t + z @ busy), x_t + z @ calm)
        v = 0.8 * v + i
        z = fgi(v - 1, gaussian)
        v = v - z
        odd = t % 2 == 1
        return jnp.where(odd, v, 0.5 * v), z, total + jnp.where(odd, jnp.sum((gain * v) ** 2), 0)

    zero = jnp.zeros((3, 7), x.dtype)
    return loop(body, (zero, zero, jnp.zeros((), x.dtype)), (jnp.arange(15), x))[2]


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.4, 0.8, (15, 3, 7))), f32(rng.normal(0, 0.5, (7, 7))), f32(rng.normal(0, 0.5, (7, 7))),
            np.float32(1.3)]
