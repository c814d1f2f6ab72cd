import jax.numpy as jnp
import numpy as np
from golden import fgi, sg

WRT = [0, 1, 2, 3]
CHUNK = 4


def program(x, w, leak, start, chunk):
    u = z = jnp.zeros((3, 4), x.dtype)
    loss = jnp.zeros((), x.dtype)
    for begin in range(0, len(x), CHUNK):
        u = start**2 if begin == 0 else sg(u)
        for x_t in x[begin:begin + CHUNK]:
            u = leak * u + x_t + z @ w
            z = fgi(u - 0.6, lambda v: jnp.exp(-jnp.abs(v)))
            u = u - z
            loss = loss + jnp.sum(u * z)
    return loss, u


def inputs_of(steps):
    f32 = lambda a: np.asarray(a, np.float32)
    return lambda rng: [f32(rng.normal(0.3, 1, (steps, 3, 4))), f32(rng.normal(0.1, 0.4, (4, 4))), f32(0.8),
                        f32(rng.normal(0.1, 0.6, (3, 4))), np.int64(CHUNK)]


CASES = {"@t11": inputs_of(11), "@t3": inputs_of(3), "@t0": inputs_of(0)}
