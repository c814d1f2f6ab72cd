"""shapes.py DIR static|dynamic|wrong: runs snn.spike_matmul in many shapes and compares with NumPy in f64.

`dynamic` leaves sizes out of the types; `wrong` compares with the weights of other spikes."""
import pathlib
import subprocess
import sys

import numpy as np

# Dimensions of spikes, weights and sums.
FORMS = [
    ("mk", "kn", "mn"),  # a layer
    ("mk", "mn", "kn"),  # the gradient of its weights
    ("km", "kn", "mn"),  # spikes the other way round
    ("km", "mn", "kn"),
    ("mk", "nk", "mn"),  # weights or sums the other way round
    ("mk", "kn", "nm"),
    ("mk", "mn", "nk"),
    ("bmk", "kn", "bmn"),  # batches
    ("bmk", "bkn", "bmn"),
    ("bmk", "bmn", "bkn"),
    ("bmk", "bmn", "kn"),  # two dimensions that are summed over
    ("mbk", "bkn", "mn"),
    ("k", "kn", "n"),  # one sample, and less
    ("k", "n", "kn"),
    ("k", "kn", "kn"),
    ("k", "k", ""),
]
# m, n, k: walks, the dense product, whole and other words, registers and blocks, nothing, so much that threads share.
SIZES = [(16, 128, 128), (9, 130, 70), (5, 10, 64), (3, 20, 6), (17, 6, 129), (1, 1, 1), (0, 5, 7), (4, 0, 9),
         (6, 33, 0), (16, 128, 0), (40, 96, 65), (12, 300, 300),
         (8, 144, 257), (2100, 20, 70), (130, 150, 1100)]
TYPES = [("f32", "f32"), ("f64", "f64"), ("f32", "f64"), ("bf16", "f32"), ("f16", "f32"), ("f16", "f16")]
RATES = [0.04, 0.9, 0.25, 0.003, 1.0, 0.0]
NUMPY = {"f16": np.float16, "f32": np.float32, "f64": np.float64}
TOLERANCE = {"f16": 3e-2, "f32": 1e-5, "f64": 1e-13}

rng = np.random.default_rng(0)


def stored(values, kind):
    """`values` rounded to the type, as they are stored and as numbers."""
    if kind != "bf16":
        array = values.astype(NUMPY[kind])
        return array, array.astype(np.float64)
    bits = (values.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
    return bits, (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


class Case:
    def __init__(self, number, form=None, rate=None, kinds=None):
        self.form = form or FORMS[number % len(FORMS)]
        # Cycles of several lengths: every form meets many sizes, types and rates.
        m, n, k = SIZES[number * 7 % len(SIZES)]
        self.kinds = kinds or (TYPES[number * 5 % len(TYPES)] if number % 3 else TYPES[0])
        self.rate = RATES[number % len(RATES)] if rate is None else rate
        self.from_zero = number % 4 == 1
        self.sizes = dict(m=m, n=n, k=k, b=2)
        self.known = "".join(d for d in "mnkb" if MODE != "dynamic" or rng.random() < 0.3)
        self.make_arrays(has_infinities=number % 2)

    def make_arrays(self, has_infinities):
        spikes, weights, sums = ([self.sizes[d] for d in dims] for dims in self.form)
        fires = rng.random(spikes) < self.rate
        numbers = rng.normal(size=weights)
        s, w, c = self.form
        if has_infinities and s[-1] == "k" and w == "kn" and "k" not in c and self.sizes["k"] > 5:
            fires[..., 5] = False
            numbers[5] = rng.choice([np.inf, np.nan, -np.inf])
        stored_weights, weights = stored(numbers, self.kinds[0])
        stored_sums, begin = stored(rng.normal(size=sums), self.kinds[1])
        self.arrays = fires, stored_weights, stored_sums
        if MODE == "wrong":
            fires = ~fires
        weights[~np.isfinite(weights)] = 0
        self.expected = np.einsum(f"{s},{w}->{c}", fires.astype(np.float64), weights)
        self.expected += 0 if self.from_zero else begin

    def type(self, operand):
        kind = ("i1", *self.kinds)[operand]
        dims = "".join(f"{self.sizes[d] if d in self.known else '?'}x" for d in self.form[operand])
        return f"tensor<{dims}{kind}>"

    def text(self, name):
        types = [self.type(i) for i in range(3)]
        loops = "".join(dict.fromkeys("".join(self.form)))
        maps = ", ".join(f"affine_map<({', '.join(loops)}) -> ({', '.join(dims)})>" for dims in self.form)
        init = f"%{name}_c"
        lines = []
        if self.from_zero:
            init = f"%{name}_f"
            lines = [f"%{name}_z = arith.constant 0.0 : {self.kinds[1]}",
                     f"{init} = linalg.fill ins(%{name}_z : {self.kinds[1]}) outs(%{name}_c : {types[2]}) -> {types[2]}"]
        lines.append(f"%{name} = snn.spike_matmul indexing_maps = [{maps}] ins(%{name}_s, %{name}_w : {types[0]}, "
                     f"{types[1]}) outs({init} : {types[2]}) -> {types[2]}")
        return lines, [f"%{name}_{operand}: {type}" for operand, type in zip("swc", types)], types[2]


def run(cases, path):
    """Runs cases as one function, which returns the results of all."""
    names = [f"c{i}" for i in range(len(cases))]
    body, arguments, results = zip(*(case.text(name) for case, name in zip(cases, names)))
    path.with_suffix(".mlir").write_text(
        f"func.func @run({', '.join(sum(arguments, []))}) -> ({', '.join(results)}) {{\n  "
        + "\n  ".join(sum(body, [])) + f"\n  return %{', %'.join(names)} : {', '.join(results)}\n}}\n")
    arrays = [array for case in cases for array in case.arrays]
    np.savez(path.with_suffix(".in.npz"), **{f"arg{i}": array for i, array in enumerate(arrays)})
    subprocess.run(["snn-run", "call", path.with_suffix(".mlir"), "--entry=run", f"--in={path}.in.npz",
                    f"--out={path}.out.npz"], check=True)
    got = np.load(f"{path}.out.npz")
    for number, case in enumerate(cases):
        terms = max(1, np.prod([case.sizes[d] for d in set(case.form[0]) - set(case.form[2])]))
        np.testing.assert_allclose(got[f"res{number}"].astype(np.float64), case.expected,
                                   atol=TOLERANCE[case.kinds[1]] * terms ** 0.5 * 4, rtol=0,
                                   err_msg=f"{case.form} {case.sizes} {case.kinds} rate {case.rate}")


directory, MODE = pathlib.Path(sys.argv[1]), sys.argv[2]
if MODE == "wrong":
    cases = [Case(number) for number in range(8)]
else:
    cases = [Case(number) for number in range(3 * len(FORMS))]
    # Wide enough for the dense product, at rates that it is for.
    for number in range(len(SIZES)):
        if SIZES[number * 7 % len(SIZES)][1] >= 128:
            cases += [Case(number, FORMS[(0, 7, 8, 11)[number % 4]], rate, kinds)
                      for rate, kinds in ((0.9, ("f32", "f32")), (0.7, ("f64", "f64")))]
for begin in range(0, len(cases), 8):
    run(cases[begin:begin + 8], directory / f"{MODE}{begin}")
