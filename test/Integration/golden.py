#!/usr/bin/env python3
"""Makes the golden values of the integration tests: inputs, results and gradients of a program written in JAX.

    python3 -m venv venv && venv/bin/pip install jax==0.10.2 numpy==2.4.6
    venv/bin/python test/Integration/golden.py [--check] NAME.py ...

Each NAME.py stands beside the MLIR program that it mirrors and defines

    inputs(rng)      the arguments, from a numpy Generator (f32, f64 or integer arrays)
    program(*args)   the same program in JAX; forward gradient injection through `fgi`
    WRT              numbers of the arguments whose gradients are asked for
    CASES            optional: {suffix: inputs} when one program has several sets of inputs

It writes NAME.in.npz (arg0.., cot0..) and NAME.gold.npz (res0.., gradN..) in the form of `snn-run grad`.

Everything is computed in f64 and rounded to the program's own types at the end. One flipped spike changes a whole
trajectory, so seeds are tried until no argument of a threshold is nearer to it than MARGIN and until the same program
computed in f32 agrees: then the order of sums and the contraction of multiply-adds cannot flip a spike.
`--check` writes nothing; it says whether the files on disk are still what the program gives.
"""
import importlib.util
import pathlib
import sys

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp  # noqa: E402

sg = jax.lax.stop_gradient
MARGIN = 1e-5
F32_AGREES = 5e-5
SEEDS = 60
_margins = None


def step(v, strict=True):
    """1 where v > 0 (or v >= 0), in v's type; the distance from the threshold is recorded while a seed is tried."""
    if _margins is not None and v.size:
        record = lambda distance, rate: _margins.append((float(distance), float(rate)))
        jax.debug.callback(record, jnp.min(jnp.abs(v)), jnp.mean(v > 0))
    return jnp.where(v > 0 if strict else v >= 0, 1, 0).astype(v.dtype)


def fgi(v, slope, strict=True):
    """The spike of v whose derivative is slope(v), injected in the forward pass (arXiv 2406.00177)."""
    h = v * sg(slope(v))
    return (h - sg(h)) + sg(step(v, strict))


def loop(body, state, xs):
    """The state after state = body(state, x) for each x of xs in turn."""
    state = jax.tree.map(jnp.asarray, state)
    return jax.lax.scan(lambda s, x: (body(s, x), None), state, xs)[0]


def gaussian(v):
    """The un-normalised Gaussian surrogate of the FGI paper."""
    return jnp.exp(-0.5 * v * v)


def _is_float(a):
    return np.issubdtype(np.asarray(a).dtype, np.floating)


def _cast(arrays, dtype):
    return [jnp.asarray(a, dtype) if _is_float(a) else jnp.asarray(a) for a in arrays]


def _tuple(results):
    return tuple(results) if isinstance(results, (tuple, list)) else (results,)


def _evaluate(module, args, cots, dtype):
    """Results and gradients of the module's program with every float in `dtype`."""
    args, cots = _cast(args, dtype), _cast(cots, dtype)

    def of_wrt(*chosen):
        full = list(args)
        for number, value in zip(module.WRT, chosen):
            full[number] = value
        return _tuple(module.program(*full))

    @jax.jit
    def run(chosen, cots):
        results, vjp = jax.vjp(of_wrt, *chosen)
        full = [c.astype(r.dtype) if jnp.issubdtype(r.dtype, jnp.floating) else np.zeros(r.shape, jax.dtypes.float0)
                for r, c in zip(results, cots)]
        return results, vjp(tuple(full))

    results, grads = run([args[n] for n in module.WRT], cots)
    return [np.asarray(r) for r in results], [np.asarray(g) for g in grads]


def _margin(module, args):
    """The least distance of any threshold's argument from its threshold, and the share of those above it."""
    global _margins
    _margins = []
    jax.jit(lambda *a: module.program(*a))(*_cast(args, jnp.float64))
    jax.effects_barrier()
    seen, _margins = _margins or [(np.inf, 0.0)], None
    return min(d for d, _ in seen), float(np.mean([r for _, r in seen]))


def _distance(got, want):
    """The largest error over the largest value of the answer, as the tests' comparison computes it."""
    worst = 0.0
    for a, b in zip(got, want):
        if a.size:
            b = b.astype(float)
            worst = max(worst, float(np.abs(a.astype(float) - b).max() / (1e-12 + np.abs(b).max())))
    return worst


def _make(module, inputs):
    """Inputs, cotangents and golden arrays for the first seed that is safe from threshold ambiguity."""
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        args = [np.asarray(a) for a in inputs(rng)]
        low = next((a.dtype for a in args if _is_float(a)), np.dtype("f4"))
        shapes = jax.eval_shape(lambda *a: _tuple(module.program(*a)), *_cast(args, low))
        cots = [np.asarray(1.0 if s.shape == () else rng.normal(size=s.shape) / 2).astype(s.dtype) for s in shapes]
        margin, rate = _margin(module, args)
        if margin < MARGIN:
            print(f"  seed {seed}: margin {margin:.1e}, firing {rate:.1%}")
            continue
        results, grads = _evaluate(module, args, cots, jnp.float64)
        rough = _evaluate(module, args, cots, jnp.float32)
        error = _distance(rough[0] + rough[1], results + grads)
        if not error < F32_AGREES:
            print(f"  seed {seed}: f32 off by {error:.1e}, firing {rate:.1%}")
            continue
        gold = {f"res{i}": r.astype(s.dtype) for i, (r, s) in enumerate(zip(results, shapes))}
        gold |= {f"grad{n}": g.astype(args[n].dtype) for n, g in zip(module.WRT, grads)}
        given = {f"arg{i}": a for i, a in enumerate(args)} | {f"cot{i}": c for i, c in enumerate(cots)}
        nonzero = min((float(np.mean(g != 0)) for g in grads if g.size), default=1.0)
        print(f"  seed {seed}, margin {margin:.1e}, firing {rate:.1%}, f32 off by {error:.1e}, "
              f"nonzero gradients at least {nonzero:.0%}")
        return given, gold
    sys.exit(f"{module.__name__}: no seed keeps its thresholds {MARGIN} apart")


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _same(path, arrays):
    old = np.load(path)
    close = lambda a, b: a.dtype == b.dtype and a.shape == b.shape and _distance([a], [b]) < 1e-6
    return sorted(old.files) == sorted(arrays) and all(close(old[k], np.asarray(v)) for k, v in arrays.items())


def main(argv):
    check = "--check" in argv
    stale = 0
    for path in (pathlib.Path(a) for a in argv if a != "--check"):
        module = _load(path)
        for suffix, inputs in getattr(module, "CASES", {"": getattr(module, "inputs", None)}).items():
            name = str(path.with_suffix("")) + suffix
            print(name)
            for kind, arrays in zip(("in", "gold"), _make(module, inputs)):
                if not check:
                    np.savez_compressed(f"{name}.{kind}.npz", **arrays)
                elif not _same(f"{name}.{kind}.npz", arrays):
                    print(f"  {name}.{kind}.npz is stale")
                    stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.modules["golden"] = sys.modules["__main__"]  # what the programs import is this module, not a second copy
    sys.exit(main(sys.argv[1:]))
