import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2]


def program(x, k, w):
    position = jnp.asarray([1, 0.5, 2, -1, 0.25, 1.5], x.dtype)[:, None]

    def body(state, x_t):
        u, o, p = state
        u = 0.6 * u + jax.lax.conv_general_dilated(x_t, k, (1,), "VALID", rhs_dilation=(2,),
                                                   dimension_numbers=("NWC", "WIO", "NWC"))
        z = fgi(u - 1, lambda v: 1 / (1 + v * v))
        u = u - z
        most = jax.lax.reduce_window(z, -jnp.inf, jax.lax.max, (1, 2, 1), (1, 2, 1), "VALID")
        p = p + jax.lax.reduce_window(u, 0.0, jax.lax.add, (1, 2, 1), (1, 5, 1), "VALID")
        return u, o + jnp.sum(most * position, axis=1) @ w, p

    zeros = lambda *shape: jnp.zeros(shape, x.dtype)
    return loop(body, (zeros(2, 12, 4), zeros(2, 2), zeros(2, 3, 4)), x)[1:]


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 1, (5, 2, 16, 3))), f32(rng.normal(0, 0.5, (3, 3, 4))), f32(rng.normal(0, 0.5, (4, 2)))]
