"""Two recurrent LIF layers that follow a curve, as examples/two-layer/two-layer.mlir has them."""
import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi

WRT = [0, 1, 2, 3, 4, 5, 6]


def arctan(v):
    return 1 / (1 + (jnp.pi * v) ** 2)


def layer(drive, u, z, w, tau):
    u = tau * u + drive + z @ w - z
    return u, fgi(u - 1, arctan)


def program(w_in, w1, tau1, w12, w2, tau2, w_out, x, target):
    def body(carry, at):
        u1, z1, u2, z2, o, total = carry
        x_t, y_t = at
        u1, z1 = layer(x_t @ w_in, u1, z1, w1, tau1)
        u2, z2 = layer(z1 @ w12, u2, z2, w2, tau2)
        o = 0.8 * o + z2 @ w_out
        return (u1, z1, u2, z2, o, total + jnp.sum((o - y_t) ** 2)), None

    rest = jnp.zeros((x.shape[1], w1.shape[0]), x.dtype)
    start = (rest,) * 4 + (jnp.zeros(target.shape[1:], x.dtype), jnp.zeros((), x.dtype))
    end, _ = jax.lax.scan(body, start, (x, target))
    return end[5] / target.size


def inputs(rng):
    steps, batch, neurons = 20, 3, 11
    f32 = lambda a: a.astype(np.float32)
    return [f32(rng.normal(0.1, 0.5, (12, neurons))), f32(rng.normal(0, 0.4, (neurons, neurons))),
            f32(rng.uniform(0.6, 0.95, neurons)), f32(rng.normal(0.2, 0.6, (neurons, neurons))),
            f32(rng.normal(0, 0.4, (neurons, neurons))), f32(rng.uniform(0.6, 0.95, neurons)),
            f32(rng.normal(0, 0.5, (neurons, 3))), f32(rng.random((steps, batch, 12)) < 0.3),
            f32(rng.normal(0, 1, (steps, batch, 3)))]
