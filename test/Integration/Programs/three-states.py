import jax
import jax.numpy as jnp
from golden import fgi

WRT = [0, 1, 2, 3, 4, 5]


def program(x, w, p_syn, p_mem, p_fast, p_slow):
    syn, mem, fast, slow = (jax.nn.sigmoid(p) for p in (p_syn, p_mem, p_fast, p_slow))
    i = v = a = b = trace = z = jnp.zeros((2, 13), x.dtype)
    for x_t in x:
        i = syn * i + x_t + z @ w
        v = mem * v + i
        over = v - (1 + 0.7 * a + 0.3 * b)
        z = fgi(over, lambda d: jnp.exp(-1.25 * d * d), strict=False)
        v = jnp.where(over >= 0, jnp.where(a < 0.3, over, -0.1 * over), v)
        a, b, trace = fast * a + z, slow * b + z, 0.85 * trace + z
    return jnp.sum(trace * trace + v, axis=1)


def inputs(rng):
    return [rng.normal(0.3, 0.5, (17, 2, 13)), rng.normal(0, 0.4, (13, 13)), rng.normal(0, 1, 13), rng.normal(2, 0.5, 13),
            rng.normal(0, 0.5, 13), rng.normal(3, 0.5, 13)]
