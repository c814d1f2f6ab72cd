"""The same network with the surrogate 0.3 * exp(-v^2 / (2 * 0.25)), as examples/alif/alif-narrow.mlir has it."""
import pathlib
import sys

import jax.numpy as jnp

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from alif import WRT, cross_entropy, inputs_of, logits  # noqa: E402, F401

inputs = inputs_of(28, 7, 4, 16)


def narrow(v):
    return 0.3 * jnp.exp(-v * v / (2 * 0.25))


def program(*args):
    return cross_entropy(logits(*args[:7], slope=narrow), args[7])
