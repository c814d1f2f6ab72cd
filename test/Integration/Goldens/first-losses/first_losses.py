#!/usr/bin/env python3
"""Makes first-losses.npz: the first five training losses of the paper's network, by JAX, in f32.

    venv/bin/python test/Integration/Goldens/first-losses/first_losses.py     (JAX 0.10.2, NumPy 2.4.6)

The network is examples/alif/alif.mlir (28 steps of 28 pixels, 128 neurons, batch 128). Batch k, for k = 0 to 4, is
training images 128 k to 128 k + 127 of Fashion-MNIST in the order of the file (Debian's dataset-fashion-mnist): step t
sees row t of the image, a pixel is its byte / 255. losses[k] and losses_narrow[k] are the losses of batch k before the
k-th update, with alif.mlir and alif-narrow.mlir.

Initial values come from a counter-based generator, so that any language makes the same bits of them: number i of
parameter p is uniform(p * 2^32 + i), with

    uniform(n): z = (n + 1) * 0x9E3779B97F4A7C15; z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
                z = (z ^ z >> 27) * 0x94D049BB133111EB; z = z ^ z >> 31   (all modulo 2^64: splitmix64 from seed 0)
                the result is (z >> 40) / 2^24, in [0, 1)
    w_in, w_rec: limit * (2 r - 1), limit = sqrt(6 / (28 + 128 + 128)); w_out: the same, limit = sqrt(6 / (128 + 10))
    p_alpha and p_kappa: 3 + 0.1 * s; p_rho: 4 + 0.5 * s, with s = sqrt(3) * (2 r - 1), of variance 1

and p = 0 to 5 in the order of the arguments. They are in the file too, as arg0 to arg5.

The optimizer is Adam with AMSGrad as optax has it (the maximum is over the bias-corrected second moment; PyTorch takes
it before the correction), lr = 0.005, b1 = 0.9, b2 = 0.999, eps = 1e-8, t = 1, 2, ...:

    m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  n = max(n, v / (1 - b2^t))
    p = p - lr * (m / (1 - b1^t)) / (sqrt(n) + eps)
"""
import gzip
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "alif"), str(HERE.parent.parent)]
from alif import cross_entropy, gaussian, logits  # noqa: E402

DATA = pathlib.Path("/usr/share/datasets/fashion-mnist")
LR, B1, B2, EPS = 0.005, 0.9, 0.999, 1e-8


def uniform(parameter, shape):
    with np.errstate(over="ignore"):
        z = np.arange(np.prod(shape), dtype=np.uint64) + np.uint64((parameter << 32) + 1)
        z = z * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) / 2**24).reshape(shape)


def initial_values():
    symmetric = lambda p, shape: 2 * uniform(p, shape) - 1
    hidden, out, unit = np.sqrt(6 / 284), np.sqrt(6 / 138), np.sqrt(3)
    values = [hidden * symmetric(0, (28, 128)), hidden * symmetric(1, (128, 128)), out * symmetric(2, (128, 10)),
              3 + 0.1 * unit * symmetric(3, 128), 4 + 0.5 * unit * symmetric(4, 128), 3 + 0.1 * unit * symmetric(5, 10)]
    return [v.astype(np.float32) for v in values]


def batches():
    read = lambda name, skip: np.frombuffer(gzip.open(DATA / name).read(), np.uint8, offset=skip)
    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:640]
    labels = read("train-labels-idx1-ubyte.gz", 8)[:640]
    for k in range(0, 640, 128):
        yield images[k:k + 128].transpose(1, 0, 2).astype(np.float32) / np.float32(255), labels[k:k + 128].astype(np.int32)


def first_losses(slope):
    @jax.jit
    def update(params, m, v, n, t, x, y):
        loss_of = lambda params: cross_entropy(logits(*params, x, slope=slope), y)
        loss, g = jax.value_and_grad(loss_of)(params)
        m = [B1 * m + (1 - B1) * g for m, g in zip(m, g)]
        v = [B2 * v + (1 - B2) * g * g for v, g in zip(v, g)]
        n = [jnp.maximum(n, v / (1 - B2**t)) for n, v in zip(n, v)]
        params = [p - LR * (m / (1 - B1**t)) / (jnp.sqrt(n) + EPS) for p, m, n in zip(params, m, n)]
        return loss, params, m, v, n

    params = [jnp.asarray(p) for p in initial_values()]
    m = v = n = [jnp.zeros_like(p) for p in params]
    losses = []
    for t, (x, y) in enumerate(batches(), 1):
        loss, params, m, v, n = update(params, m, v, n, jnp.float32(t), x, y)
        losses.append(np.float32(loss))
    return np.array(losses)


def narrow(v):
    return 0.3 * jnp.exp(-v * v / (2 * 0.25))


jax.config.update("jax_enable_x64", False)
arrays = {f"arg{i}": p for i, p in enumerate(initial_values())}
arrays |= {"losses": first_losses(gaussian), "losses_narrow": first_losses(narrow)}
print(arrays["losses"], arrays["losses_narrow"])
np.savez_compressed(HERE / "first-losses.npz", **arrays)
