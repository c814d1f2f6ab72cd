import jax.numpy as jnp
import numpy as np
from golden import gaussian, loop, sg, step

WRT = [1, 2, 3]


def program(x, w, a, c, target):
    def body(state, x_t):
        v, u, n = state
        i = x_t @ w
        for _ in range(2):
            v = v + 0.5 * (0.04 * v * v + 5 * v + 140 - u + i)
        u = u + a * (0.2 * v - u)
        over = v - 30
        h = 0.05 * over * sg(gaussian(0.05 * over))
        z = (h - sg(h)) + sg(step(over))
        return jnp.where(over > 0, c, v), u + 6 * z, n + z

    like = jnp.ones((3, 33), x.dtype)
    return jnp.sum((loop(body, (-65 * like, -13 * like, 0 * like), x)[2] - target) ** 2)


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.uniform(0, 2, (14, 3, 5))), f32(rng.uniform(0, 4, (5, 33))), f32(rng.uniform(0.02, 0.1, 33)),
            f32(rng.uniform(-65, -50, 33)), f32(rng.integers(0, 4, (3, 33)))]
