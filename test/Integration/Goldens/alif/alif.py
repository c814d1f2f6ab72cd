"""The FGI paper's network, as examples/alif/alif.mlir has it, at sizes whose thresholds stay unambiguous."""
import jax
import jax.numpy as jnp
import numpy as np
from golden import fgi, gaussian

WRT = [0, 1, 2, 3, 4, 5, 6]
slope = gaussian


def step(state, x_t, w_in, w_rec, w_out, alpha, rho, kappa, slope):
    u, a, z, o = state
    current = x_t @ w_in + z @ w_rec
    u = alpha * (u - current) + current
    theta = 0.1 + 0.8 * a
    z = fgi(u - theta, slope)
    u = u - z * theta
    a = rho * a + (1 - rho) * z
    read = z @ w_out
    o = kappa * (o - read) + read
    return u, a, z, o


def logits(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x, slope=gaussian):
    alpha, rho, kappa = (jax.nn.sigmoid(p) for p in (p_alpha, p_rho, p_kappa))
    rest = jnp.zeros((x.shape[1], w_rec.shape[0]), x.dtype)
    silence = jnp.zeros((x.shape[1], w_out.shape[1]), x.dtype)

    def body(carry, x_t):
        state = step(carry[:4], x_t, w_in, w_rec, w_out, alpha, rho, kappa, slope)
        return (*state, carry[4] + state[3]), None

    end, _ = jax.lax.scan(body, (rest, rest, rest, silence, silence), x)
    return end[4] / x.shape[0]


def cross_entropy(logits, labels):
    return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(len(labels)), labels])


def program(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x, labels):
    return cross_entropy(logits(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x), labels)


def inputs_of(steps, pixels, batch, neurons, gain=1.0):
    def inputs(rng):
        limit, out = np.sqrt(6 / (pixels + 2 * neurons)), np.sqrt(6 / (neurons + 10))
        f32 = lambda a: a.astype(np.float32)
        return [f32(gain * rng.uniform(-limit, limit, (pixels, neurons))),
                f32(gain * rng.uniform(-limit, limit, (neurons, neurons))),
                f32(rng.uniform(-out, out, (neurons, 10))),
                f32(rng.normal(3, 0.1, neurons)), f32(rng.normal(4, 0.5, neurons)), f32(rng.normal(3, 0.1, 10)),
                f32(np.maximum(0, rng.normal(0.3, 0.5, (steps, batch, pixels)))),
                rng.integers(0, 10, batch, dtype=np.int32)]
    return inputs


CASES = {"-28": inputs_of(28, 7, 4, 16), "-784": inputs_of(784, 1, 3, 13, gain=1.5)}
