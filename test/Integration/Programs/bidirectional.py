import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3]
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def layer(x, w, backward):
    u = z = jnp.zeros((3, 5), x.dtype)
    out = x
    for t in (reversed if backward else list)(range(x.shape[1])):
        u = 0.7 * u + x[:, t] + z @ w
        z = fgi(u - 0.6, slope)
        u = u - z
        out = out.at[:, t].set(z)
    return out


def program(x, w, w2, readout):
    both = layer(x, w, False) + layer(x, w2, True)
    last = layer(both, w, True)
    y = jnp.zeros((3, 2), x.dtype)
    for t in range(0, x.shape[1], 2):
        y = jnp.tanh(y + last[:, t] @ readout)
    return y, both


def inputs_of(steps):
    return lambda rng: [f32(rng.normal(0.3, 1, (3, steps, 5))), f32(rng.normal(0.1, 0.4, (5, 5))),
                        f32(rng.normal(0.1, 0.4, (5, 5))), f32(rng.normal(0.1, 0.6, (5, 2)))]


CASES = {"@t9": inputs_of(9), "@t1": inputs_of(1), "@t0": inputs_of(0)}
