import jax.numpy as jnp
import numpy as np

WRT = [0, 1, 2, 3]


def program(x, w, beta, g, trips):
    many = [0, 3, 5, 2, 1, 0, 4]  # as the inputs say: loops are unrolled here

    def relax(n, u, x_t):
        for _ in range(n):
            u = jnp.tanh(beta * (u @ w + x_t))
        return u

    u, acc = jnp.full((2, 5), 0.1, x.dtype), jnp.zeros((), x.dtype)
    for t in range(7):
        a = relax(t + 1, u, x[t])
        u = relax(many[t], a, x[t]) if t % 2 else a * x[t]
        p = g[: t + 1] * u[0, 1]
        acc += jnp.sum(p * jnp.sin(p))
    return u, acc


def inputs(rng):
    f32 = lambda a: np.asarray(a, np.float32)
    return [f32(rng.normal(0.2, 0.7, (7, 2, 5))), f32(rng.normal(0, 0.4, (5, 5))), f32(0.9), f32(rng.normal(0, 1, 7)),
            np.array([0, 3, 5, 2, 1, 0, 4], np.int32)]
