"""Balanced resonate-and-fire neurons with a label at every step, as examples/brf/brf.mlir has them."""
import math

import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3, 4]
DT = 0.01


def slope(v):
    normal = lambda s: jnp.exp(-v * v / (2 * s * s)) / (s * math.sqrt(2 * math.pi))
    return 0.5 * (1.15 * normal(0.5) - 0.3 * normal(3.0))


def program(w, omega, b_offset, w_out, tau_mem, x, labels):
    omega = jnp.abs(omega)
    b_rest = (-1 + jnp.sqrt(1 - (DT * omega) ** 2)) / DT - jnp.abs(b_offset)
    alpha = jnp.exp(-1 / jnp.abs(tau_mem))

    def body(carry, x_t):
        u, v, z, q, o = carry
        current = jnp.concatenate([x_t, z], axis=1) @ w.T
        b = b_rest - q
        u, v = u + DT * (b * u - omega * v + current), v + DT * (omega * u + b * v)
        z = fgi(u - 1 - q, slope)
        q = 0.9 * q + z
        o = alpha * o + (1 - alpha) * (z @ w_out.T)
        return (u, v, z, q, o), o

    rest = jnp.zeros((x.shape[1], len(omega)), x.dtype)
    _, outputs = jax.lax.scan(body, (rest,) * 4 + (jnp.zeros((x.shape[1], 6), x.dtype),), x)
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(outputs), labels[..., None], axis=2))


def inputs(rng):
    steps, batch, neurons = 60, 3, 7
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.uniform(0, 60, (neurons, neurons + 4))), f32(rng.uniform(3, 10, neurons) * rng.choice([-1, 1], neurons)),
            f32(rng.uniform(-1, 1, neurons)), f32(rng.normal(0, 1, (6, neurons))), f32(rng.uniform(5, 25, 6)),
            f32(rng.random((steps, batch, 4)) < 0.15), rng.integers(0, 6, (steps, batch), dtype=np.int32)]
