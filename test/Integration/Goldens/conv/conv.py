"""A convolutional network with maximum and sum pooling, as examples/conv/conv.mlir has it."""
import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3, 4]
STEPS = 5


def triangle(v):
    return jnp.maximum(0, 1 - jnp.abs(v))


def pool(a, reduce, start):
    return jax.lax.reduce_window(a, start, reduce, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


def conv(a, k):
    return jax.lax.conv_general_dilated(a, k, (1, 1), "VALID", dimension_numbers=("NCHW", "OIHW", "NCHW"))


def program(k1, b1, k2, w_out, images, target):
    u1 = u2 = o = 0.0
    for _ in range(STEPS):
        u1 = 0.9 * u1 + conv(images, k1) + b1[:, None, None]
        z1 = fgi(u1 - 1, triangle)
        signal = z1 * u1 + u1
        u1 = u1 - z1
        u2 = 0.8 * u2 + conv(pool(signal, jax.lax.max, -jnp.inf), k2)
        z2 = fgi(u2 - 1, triangle)
        u2 = u2 - z2
        o = o + pool(z2, jax.lax.add, 0.0).reshape(len(images), -1) @ w_out
    return jnp.mean((0.1 * o - target) ** 2)


def inputs(rng):
    batch, side = 2, 16
    flat = 12 * ((side - 4) // 2 // 2 - 1) ** 2
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 0.3, (6, 1, 5, 5))), f32(rng.normal(0, 0.1, 6)), f32(rng.normal(0, 0.12, (12, 6, 3, 3))),
            f32(rng.normal(0, 0.2, (flat, 10))), f32(rng.uniform(0, 1, (batch, 1, side, side))),
            f32(np.eye(10)[rng.integers(0, 10, batch)])]
