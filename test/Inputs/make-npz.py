"""make-npz.py OUT.npz NAME=EXPRESSION...: an npz file of NumPy expressions.

In an expression `np` is NumPy, `rng` a generator with a fixed seed and `f32`,
`f64`, `f16`, `i1`, `i8`, `i32`, `i64` and `bf16` make arrays of that type."""
import sys

import numpy as np


def bf16(values):
    """The bits of bfloat16, rounded to nearest even, as uint16."""
    bits = np.asarray(values, np.float32).view(np.uint32).astype(np.int64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


types = dict(f16=np.float16, f32=np.float32, f64=np.float64, i1=np.bool_,
             i8=np.int8, i16=np.int16, i32=np.int32, i64=np.int64, u8=np.uint8)
names = {name: lambda v, t=t: np.asarray(v).astype(t) for name, t in types.items()}
names |= dict(np=np, bf16=bf16, rng=np.random.default_rng(0))
arrays = {}
for item in sys.argv[2:]:
    name, expression = item.split("=", 1)
    arrays[name] = eval(expression, names)
np.savez(sys.argv[1], **arrays)
