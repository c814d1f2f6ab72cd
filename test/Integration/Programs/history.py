import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2]


def program(x, w, tau):
    def body(state, x_t):
        u, z = state
        u = tau * u + x_t + z @ w
        z = fgi(u - 1, lambda v: 1 / (1 + jnp.abs(v)) ** 2)
        return (u - z, z), (u - z, z)

    _, (us, zs) = jax.lax.scan(body, (jnp.zeros((2, 9), x.dtype),) * 2, x)
    late = us[5::2]
    return jnp.sum(jax.nn.softmax(late, axis=0) * late, axis=0), jnp.sum(zs[:13] * us[1:])


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.2, 0.7, (14, 2, 9))), f32(rng.normal(0, 0.4, (9, 9))), f32(rng.uniform(0.5, 0.95, 9))]
