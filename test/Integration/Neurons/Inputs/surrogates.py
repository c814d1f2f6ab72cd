"""Compares each preset surrogate with its formula: surrogates.py FILE.mlir IN.npz OUT.npz TYPE...

The gradient of a spike with the cotangent 1 is the surrogate. The formulas are
those of the papers that the attributes name, in f64.
"""
import subprocess
import sys

import numpy as np

PI = np.pi


def normal(x, s):
    return np.exp(-x * x / (2 * s * s)) / (s * np.sqrt(2 * PI))


def sigmoid_slope(x, k):
    e = np.exp(-abs(k * x))
    return k * e / (1 + e) ** 2


# Attribute, formula, and the places where it has a kink or a bound.
CASES = [
    ("gaussian", lambda x: np.exp(-x * x / 2), []),
    ("gaussian<peak = 0.3, width = 0.5>", lambda x: 0.3 * np.exp(-2 * x * x), []),
    ("normalized_gaussian<area = 0.5, width = 0.5>", lambda x: 0.5 * normal(x, 0.5), []),
    ("double_gaussian", lambda x: 0.5 * (1.15 * normal(x, 0.5) - 0.3 * normal(x, 3.0)), []),
    ("boxcar<peak = 2.0, width = 0.25>", lambda x: np.where(abs(x) < 0.25, 2.0, 0.0), [0.25]),
    ("triangle<peak = 0.3>", lambda x: 0.3 * np.maximum(0.0, 1 - abs(x)), [1.0]),
    ("triangle<width = 0.5>", lambda x: np.maximum(0.0, 1 - 2 * abs(x)), [0.5]),
    ("exponential<peak = 0.5, width = 0.25>", lambda x: 0.5 * np.exp(-4 * abs(x)), []),
    ("arctan<peak = 0.5, width = 2.0>", lambda x: 0.5 / (1 + (x / 2) ** 2), []),
    ("fast_sigmoid<width = 0.125>", lambda x: 1 / (1 + 8 * abs(x)) ** 2, []),
    ("sigmoid<peak = 1.0, width = 0.25>", lambda x: sigmoid_slope(x, 4.0), []),
]
# Relative to the largest value, a few roundings of the type.
TOLERANCE = {"f64": 1e-14, "f32": 1e-6, "f16": 4e-3, "bf16": 3e-2}


def points(kinks):
    near = [k + d for k in kinks for d in (-0.125, 0.0, 0.125)]
    at = np.array([0.0, 0.0625, 0.5, 0.75, 1.5, 2.25, 3.0, 6.0, 40.0] + near)
    return np.concatenate([at, -at])


def encode(x, kind):
    if kind == "bf16":
        return (x.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
    return x.astype({"f64": np.float64, "f32": np.float32, "f16": np.float16}[kind])


def decode(x, kind):
    if kind == "bf16":
        return (x.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return x.astype(np.float64)


def main():
    program, given, got = sys.argv[1:4]
    failed = False
    for kind in sys.argv[4:]:
        for attribute, formula, kinks in CASES:
            x = points(kinks)
            with open(program, "w") as file:
                file.write(f"""func.func @f(%v: tensor<?x{kind}>) -> tensor<?x{kind}> {{
  %z = snn.spike %v surrogate(#snn.{attribute}) : tensor<?x{kind}>
  return %z : tensor<?x{kind}>
}}
""")
            np.savez(given, arg0=encode(x, kind), cot0=encode(np.ones_like(x), kind))
            subprocess.run(["snn-run", "grad", program, "--entry=f", "--wrt=0",
                            f"--in={given}", f"--out={got}"], check=True)
            with np.load(got) as out:
                grad, spikes = decode(out["grad0"], kind), decode(out["res0"], kind)
            want = formula(x)
            bad = ~(abs(grad - want) <= TOLERANCE[kind] * abs(want).max())
            if bad.any() or (spikes != (x > 0)).any():
                failed = True
                print(f"{kind} {attribute}: at {x[bad]} expected {want[bad]}, found {grad[bad]}")
    sys.exit(failed)


main()
