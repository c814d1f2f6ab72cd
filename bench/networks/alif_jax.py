"""The FGI paper's network in JAX: `lax.scan` over time, the surrogate injected or as a custom derivative."""
import jax
import jax.numpy as jnp

sg = jax.lax.stop_gradient


def slope(v):
    return jnp.exp(-0.5 * v * v)


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


def logits(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x, spike, unroll=1):
    alpha, rho, kappa = (jax.nn.sigmoid(p) for p in (p_alpha, p_rho, p_kappa))
    rest = jnp.zeros((x.shape[1], w_rec.shape[0]), x.dtype)
    silence = jnp.zeros((x.shape[1], w_out.shape[1]), x.dtype)

    def body(carry, x_t):
        u, a, z, o, total = carry
        current = x_t @ w_in + z @ w_rec
        u = alpha * (u - current) + current
        theta = 0.1 + 0.8 * a
        z = spike(u - theta)
        u = u - z * theta
        a = rho * a + (1 - rho) * z
        read = z @ w_out
        o = kappa * (o - read) + read
        return (u, a, z, o, total + o), None

    end, _ = jax.lax.scan(body, (rest, rest, rest, silence, silence), x, unroll=unroll)
    return end[4] / x.shape[0]


def loss(*args, spike, unroll=1):
    scores = jax.nn.log_softmax(logits(*args[:7], spike, unroll))
    return -jnp.mean(scores[jnp.arange(len(scores)), args[7]])


def modes(spike, unroll):
    """What each mode runs, as a function of the arguments."""
    spike = SPIKES[spike]

    def train(*args):
        value, gradients = jax.value_and_grad(loss, argnums=tuple(range(6)))(*args, spike=spike, unroll=unroll)
        return {"res0": value, **{f"grad{i}": g for i, g in enumerate(gradients)}}

    return {"infer": lambda *args: {"res0": logits(*args[:7], spike, unroll)}, "train": train}
