#!/usr/bin/env python3
"""Makes the golden tangents of networks with JAX's forward mode.

    python3 -m venv venv && venv/bin/pip install jax==0.10.2 numpy==2.4.6
    venv/bin/python test/Integration/Forward/Inputs/jvp_golden.py [--check]

The programs, and the inputs that keep their thresholds apart, are those of
test/Integration/golden.py. Writes NAME.jvp.npz beside this file: random tangents
tan0.. of the arguments in WRT, and the tangents tan_res0.. of the float results,
computed in f64. `--check` writes nothing and says if a file is stale.
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
INTEGRATION = HERE.parents[1]
sys.path.insert(0, str(INTEGRATION))

import golden  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

NAMES = ["adaptive-exponential@a", "attention-in-loop", "batch-norm", "branches", "competition"]


def tangents_of(name, rng):
    path = INTEGRATION / "Programs" / name
    module = golden._load(path.with_name(name.partition("@")[0] + ".py"))
    with np.load(f"{path}.in.npz") as given:
        count = sum(key.startswith("arg") for key in given.files)
        args = golden._cast([given[f"arg{i}"] for i in range(count)], jnp.float64)
    tangents = [rng.standard_normal(args[n].shape) for n in module.WRT]

    def of_wrt(*chosen):
        full = list(args)
        for number, value in zip(module.WRT, chosen):
            full[number] = value
        results = golden._tuple(module.program(*full))
        return tuple(r for r in results if jnp.issubdtype(r.dtype, jnp.floating))

    chosen = tuple(args[n] for n in module.WRT)
    _, results = jax.jit(lambda t: jax.jvp(of_wrt, chosen, t))(tuple(jnp.asarray(t) for t in tangents))
    arrays = {f"tan{n}": t for n, t in zip(module.WRT, tangents)}
    return arrays | {f"tan_res{i}": np.asarray(r) for i, r in enumerate(results)}


def main():
    stale = 0
    for name in NAMES:
        arrays = tangents_of(name, np.random.default_rng(5))
        path = HERE / f"{name}.jvp.npz"
        if sys.argv[1:] == ["--check"]:
            with np.load(path) as old:
                same = sorted(old.files) == sorted(arrays) and all(
                    np.allclose(old[k], arrays[k], rtol=1e-9, atol=1e-12) for k in arrays)
            print(f"{name}: {'as it was' if same else 'stale'}")
            stale += not same
        else:
            np.savez_compressed(path, **arrays)
            print(name, {k: float(np.abs(v).max()) for k, v in arrays.items() if k.startswith("tan_res")})
    sys.exit(stale != 0)


main()
