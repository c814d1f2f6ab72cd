"""A dense layer and LIF neurons in JAX: one matrix product for all steps, then `lax.scan`."""
import jax
import jax.numpy as jnp

sg = jax.lax.stop_gradient


def slope(v):
    return 1 / (1 + (jnp.pi * v) ** 2)


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


def raster(w, x, spike, unroll):
    def body(v, current):
        v = 0.9 * v + current
        z = spike(v - 1)
        return v * (1 - sg(z)), z

    driven = x @ w
    return jax.lax.scan(body, jnp.zeros_like(driven[0]), driven, unroll=unroll)[1]


def modes(spike, unroll):
    """What each mode runs, as a function of the arguments."""
    spike = SPIKES[spike]

    def train(w, x):
        value, gradient = jax.value_and_grad(lambda w: raster(w, x, spike, unroll).mean())(w)
        return {"res0": value, "grad0": gradient}

    return {"infer": lambda w, x: {"res0": raster(w, x, spike, unroll)}, "train": train}
