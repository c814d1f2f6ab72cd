#!/usr/bin/env python3
"""Makes elementwise.npz, what JAX says of the programs in elementwise.mlir.

    python3 -m venv venv && venv/bin/pip install jax==0.10.2
    venv/bin/python elementwise_golden.py elementwise.npz

Row k of each argument goes through op number k of the program. The points
include kinks, poles and the ends of domains.
"""
import sys

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp  # noqa: E402
from jax import lax  # noqa: E402

ANY = [-2.5, -1.0, -0.25, 0.0, 0.3, 1.0, 1.7, 3.0]
UNIT = [-1.0, -0.99, -0.5, 0.0, 1e-3, 0.5, 0.99, 1.0]
POSITIVE = [0.0, 1e-6, 0.1, 0.5, 1.0, 2.0, 10.0, 1e3]
HALVES = [-2.5, -2.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.5]

UNARY = [
    # jnp.abs has the slope 1 at 0; ours has 0 there.
    (lambda x: -x, ANY), (lambda x: x * jnp.sign(x), ANY), (jnp.arccos, UNIT),
    (jnp.arccosh, [1.0, 1.001, 1.5, 2.0, 3.0, 10.0, 100.0, 1e3]),
    (jnp.arcsin, UNIT), (jnp.arcsinh, ANY), (jnp.arctan, ANY),
    (jnp.arctanh, UNIT), (jnp.cbrt, ANY), (jnp.cos, ANY), (jnp.cosh, ANY),
    (lax.erf, ANY), (lax.erfc, ANY), (jnp.exp, ANY), (jnp.exp2, ANY),
    (jnp.expm1, ANY), (jnp.log, POSITIVE), (jnp.log10, POSITIVE),
    (jnp.log1p, [-1.0, -0.5, -1e-6, 0.0, 0.3, 1.0, 1.7, 3.0]),
    (jnp.log2, POSITIVE), (lax.rsqrt, POSITIVE), (jnp.sin, ANY),
    (lambda x: jnp.sin(x) * 2.0 + jnp.cos(x), ANY), (jnp.sinh, ANY),
    (jnp.sqrt, POSITIVE), (jnp.tan, ANY),
    (jnp.tanh, [-20.0, -1.0, -0.25, 0.0, 0.3, 1.0, 5.0, 18.0]),
    (jnp.ceil, HALVES), (jnp.floor, HALVES),
    (lambda x: lax.round(x, lax.RoundingMethod.AWAY_FROM_ZERO), HALVES),
    (jnp.round, HALVES), (jnp.trunc, HALVES),
]

X = [-2.5, -1.0, 0.0, 0.0, 0.3, 1.0, 1.7, 3.0]
Y = [1.5, -1.0, 0.0, 2.0, 0.7, 1.0, -2.2, 0.5]
# Both operands negative, and no dividend at a jump of trunc.
REMAINDERS = ([-2.5, -1.3, 0.4, 5.5, 0.3, 7.0, 1.7, -3.0],
              [1.5, -0.7, 3.0, 2.0, -0.7, 4.0, -2.2, 0.7])
POWERS = ([0.0, 0.0, 0.0, 2.0, -2.0, 0.3, 1.0, 3.0],
          [2.0, 0.0, 0.5, 0.0, 3.0, -1.5, 1.0, 0.5])
BINARY = [
    (jnp.add, X, Y), (jnp.subtract, X, Y), (jnp.multiply, X, Y),
    (jnp.divide, X, Y), (lax.rem, *REMAINDERS), (jnp.maximum, X, Y),
    (jnp.minimum, X, Y), (jnp.maximum, X, Y), (jnp.minimum, X, Y),
    (jnp.arctan2, X, Y), (jnp.copysign, X, Y), (jnp.power, *POWERS),
]

LOW = [-1.0, -1.0, 0.0, 0.5, 0.5, 0.5, 0.5, 0.5]
HIGH = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
TERNARY = [
    (lambda x, y, z: x * y + z, X, Y, LOW),
    (lambda x, low, high: lax.clamp(low, x, high),
     [-2.5, -1.0, 0.5, 0.5, 0.7, 1.0, 1.7, 3.0], LOW, HIGH),
    (lambda c, x, y: jnp.where(c > 0, x, y), X, Y, LOW),
]

EXPONENTS = np.array([0, 0, 1, 2, 3, -1, -2, 5], np.int32)
BASES = np.array([0.0, 2.0, 0.0, 0.0, -2.0, 3.0, 0.5, 1.1])


def stack(program, table, *arguments):
    rows = [f(*(a[k] for a in arguments)) for k, (f, *_) in enumerate(table)]
    return jnp.stack(rows)


def golden(name, function, arguments, arrays, rng):
    result, pullback = jax.vjp(function, *arguments)
    cotangent = rng.uniform(0.5, 1.5, result.shape)
    for i, argument in enumerate(arguments):
        arrays[f"{name}.arg{i}"] = np.asarray(argument)
    arrays[f"{name}.cot0"] = cotangent
    arrays[f"{name}.res0"] = np.asarray(result)
    for i, gradient in enumerate(pullback(jnp.asarray(cotangent))):
        arrays[f"{name}.grad{i}"] = np.asarray(gradient)


def main():
    rng = np.random.default_rng(3)
    arrays = {}
    for name, table in (("unary", UNARY), ("binary", BINARY), ("ternary", TERNARY)):
        arguments = [jnp.asarray(np.array([row[1 + i] for row in table]))
                     for i in range(len(table[0]) - 1)]
        golden(name, lambda *a, t=table: stack(name, t, *a), arguments, arrays, rng)
    power = lambda x: jnp.stack([lax.integer_pow(x[i], int(n)) for i, n in enumerate(EXPONENTS)])
    golden("integer_power", power, [jnp.asarray(BASES)], arrays, rng)
    arrays["integer_power.arg1"] = EXPONENTS
    np.savez(sys.argv[1], **arrays)


main()
