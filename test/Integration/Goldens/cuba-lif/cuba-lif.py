"""Current-based LIF neurons with a detached reset, as examples/cuba-lif/cuba-lif.mlir has them."""
import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi, sg

WRT = [0, 1, 2, 3, 4, 5]


def superspike(v):
    return 1 / (1 + 10 * jnp.abs(v)) ** 2


def program(w_in, w_rec, bias, p_current, p_membrane, w_out, x, target):
    decay_i, decay_v = jnp.exp(-jnp.exp(p_current)), jnp.exp(-jnp.exp(p_membrane))
    rest = jnp.zeros((x.shape[1], 64), x.dtype)
    silence = jnp.zeros((x.shape[1], 20), x.dtype)

    def body(carry, x_t):
        i, v, z, o, peak = carry
        i = decay_i * i + x_t @ w_in + z @ w_rec + bias
        v = decay_v * v * (1 - sg(z)) + (1 - decay_v) * i
        z = fgi(v - 1, superspike)
        o = 0.95 * o + z @ w_out
        return (i, v, z, o, jnp.maximum(peak, o)), None

    end, _ = jax.lax.scan(body, (rest, rest, rest, silence, jnp.full_like(silence, -jnp.inf)), x)
    return -jnp.sum(jax.nn.log_softmax(end[4]) * target) / x.shape[1]


def inputs(rng):
    steps, batch = 19, 3
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.05, 0.4, (100, 64))), f32(rng.normal(0, 0.2, (64, 64))), f32(rng.normal(0, 0.1, 64)),
            np.float32(-1.5), np.float32(-1.2), f32(rng.normal(0, 0.3, (64, 20))),
            f32(rng.random((steps, batch, 100)) < 0.05), f32(np.eye(20)[rng.integers(0, 20, batch)])]
