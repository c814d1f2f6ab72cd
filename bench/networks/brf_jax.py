"""Balanced resonate-and-fire networks in JAX, as examples/brf has them."""
import jax
import jax.numpy as jnp

DT = 0.01
sg = jax.lax.stop_gradient


def slope(v):
    normal = lambda s: jnp.exp(-v * v / (2 * s * s)) / (s * 2.5066282746)
    return 0.5 * (1.15 * normal(0.5) - 0.3 * normal(3.0))


def step_function(v):
    return (v > 0).astype(v.dtype)


def fgi(v):
    h = v * sg(slope(v))
    return (h - sg(h)) + sg(step_function(v))


@jax.custom_vjp
def custom(v):
    return step_function(v)


custom.defvjp(lambda v: (step_function(v), v), lambda v, ct: (ct * slope(v),))
SPIKES = {"fgi": fgi, "custom": custom}


def outputs(w, omega, b_offset, w_out, tau_mem, x, spike, unroll=1):
    w_x, w_z = w[:, :x.shape[2]].T, w[:, x.shape[2]:].T
    omega = jnp.abs(omega)
    b_rest = (-1 + jnp.sqrt(1 - (DT * omega) ** 2)) / DT - jnp.abs(b_offset)
    alpha = jnp.exp(-1 / jnp.abs(tau_mem))

    def body(carry, x_t):
        u, v, z, q, o = carry
        b = b_rest - q
        current = x_t @ w_x + z @ w_z
        u, v = u + DT * (b * u - omega * v + current), v + DT * (omega * u + b * v)
        z = spike(u - 1 - q)
        q = 0.9 * q + z
        o = alpha * o + (1 - alpha) * (z @ w_out.T)
        return (u, v, z, q, o), o

    rest = jnp.zeros((x.shape[1], len(omega)), x.dtype)
    silence = jnp.zeros((x.shape[1], len(tau_mem)), x.dtype)
    return jax.lax.scan(body, (rest, rest, rest, rest, silence), x, unroll=unroll)[1]


def loss(*args, spike, unroll=1):
    scores = jax.nn.log_softmax(outputs(*args[:6], spike, unroll))
    return -jnp.mean(jnp.take_along_axis(scores, args[6][..., None], axis=2))


def modes(spike, unroll):
    """What each mode runs, as a function of the arguments."""
    spike = SPIKES[spike]

    def train(*args):
        value, gradients = jax.value_and_grad(loss, argnums=tuple(range(5)))(*args, spike=spike, unroll=unroll)
        return {"res0": value, **{f"grad{i}": g for i, g in enumerate(gradients)}}

    return {"infer": lambda *args: {"res0": outputs(*args[:6], spike, unroll)}, "train": train}
