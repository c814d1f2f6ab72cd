import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3, 4]
slope = lambda v: jnp.exp(-jnp.abs(v))
f32 = lambda a: np.asarray(a, np.float32)


def program(x, w, leak, readout, states, label):
    states = list(states)
    loss = jnp.zeros((), x.dtype)
    for h in x:
        for k in range(4):
            u = states[k] * leak[k] + h @ w[k]
            z = fgi(u - 0.5, slope)
            states[k] = u - z
            h = h + z
        log_p = jax.nn.log_softmax(h @ readout, 1)
        loss = loss - jnp.sum(jnp.take_along_axis(log_p, label[:, None], 1))
    return loss, jnp.stack(states)


def inputs(rng):
    return [f32(rng.normal(0.3, 1, (5, 3, 6))), f32(rng.normal(0, 0.3, (4, 6, 6))), f32(rng.uniform(0.5, 0.9, 4)),
            f32(rng.normal(0, 0.5, (6, 4))), f32(rng.normal(0, 0.4, (4, 3, 6))), np.array([0, 3, 2], np.int32)]
