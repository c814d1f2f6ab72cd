import jax.numpy as jnp
import numpy as np
from golden import fgi, loop

WRT = [0, 1, 2, 3, 4]


def program(x, w, r, p, q):
    def body(state, x_t):
        u, z, total = state
        mixed = jnp.einsum("bhi,hij->bhj", x_t.reshape(3, 4, 3), w).reshape(3, 12)
        u = 0.8 * u + mixed + z @ r.T + jnp.einsum("an,bn->ba", z, p) @ p
        z = fgi(u - 1, lambda v: 1 / (1 + v * v))
        u = u - z
        return u, z, total + jnp.sum((u @ q) ** 2)

    zero = jnp.zeros((3, 12), x.dtype)
    _, z, total = loop(body, (zero, zero, jnp.zeros((), x.dtype)), x)
    return total, z[0] @ r


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.3, 1, (7, 3, 12))), f32(rng.normal(0.2, 0.6, (4, 3, 3))), f32(rng.normal(0, 0.3, (12, 12))),
            f32(rng.normal(0, 0.3, (3, 12))), f32(rng.normal(0, 0.5, 12))]
