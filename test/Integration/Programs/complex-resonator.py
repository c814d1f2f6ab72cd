import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [1, 2, 3, 4, 5]


def program(x, w_re, w_im, rec, angle, damp):
    turn_re, turn_im = jnp.exp(-damp) * jnp.cos(angle), jnp.exp(-damp) * jnp.sin(angle)
    re = im = z = n = jnp.zeros((5, 9), x.dtype)
    for x_t in x:
        re, im = turn_re * re - turn_im * im + x_t @ w_re, turn_im * re + turn_re * im + x_t @ w_im + z @ rec
        z = fgi(im - 1, lambda v: 1 - jnp.tanh(v) ** 2)
        im = im * (1 - z)
        n = n + z
    return jnp.sum(jnp.sqrt(re * re + im * im) + n, axis=0)


def inputs(rng):
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0, 1, (21, 5, 6))), f32(rng.normal(0, 0.4, (6, 9))), f32(rng.normal(0, 0.4, (6, 9))),
            f32(rng.normal(0, 0.5, (9, 9))), f32(rng.uniform(0.2, 1.5, 9)), f32(rng.uniform(0.05, 0.3, 9))]
