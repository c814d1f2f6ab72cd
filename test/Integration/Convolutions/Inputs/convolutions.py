"""convolutions.py PREFIX SEED COUNT [wrong]: random convolutions and their gradients against numpy.

Ranks, layouts, strides, dilations, sizes, element types, known and unknown sizes are drawn, as are whether the image is
spikes and whether the op stands by itself or adds to what a loop carries. Numbers are small integers, whose sums no order rounds, so all have to be the
same. With "wrong" the last number of a result is moved, which has to be found.
"""
import itertools
import subprocess
import sys

import numpy as np

OPS = {1: {"last": "conv_1d_nwc_wcf", "first": "conv_1d_ncw_fcw"},
       2: {"last": "conv_2d_nhwc_hwcf", "first": "conv_2d_nchw_fchw", "filters": "conv_2d_nhwc_fhwc"},
       3: {"last": "conv_3d_ndhwc_dhwcf", "first": "conv_3d_ncdhw_fcdhw"}}


class Convolution:
    """Arguments of one convolution, with channels last, and its text."""

    def __init__(self, rng):
        self.rank = int(rng.choice([1, 2, 2, 2, 3]))
        self.layout = str(rng.choice(list(OPS[self.rank])))
        self.element = str(rng.choice(["f32", "f64"]))
        self.dynamic = rng.random() < 0.3
        self.steps = int(rng.choice([0, 3]))
        self.stride, self.dilation = rng.integers(1, 3, self.rank), rng.integers(1, 3, self.rank)
        window, places = rng.integers(1, 4, self.rank), rng.integers(1, [0, 40, 11, 6][self.rank], self.rank)
        channels, filters = (int(n) for n in rng.choice([1, 2, 3, 5, 8, 17], 2))
        batch = int(rng.integers(1, 4))
        # Enough of both for a walk, and words of spikes that are full, part of one and more than one.
        self.spikes = rng.random() < 0.4
        if self.spikes:
            pairs = [[64, 16], [33, 32], [65, 17], [8, 130]]
            channels, filters = (int(n) for n in rng.permutation(pairs[rng.integers(4)]))
        image = (places - 1) * self.stride + (window - 1) * self.dilation + 1
        draw = lambda *shape: rng.integers(-2, 3, shape).astype({"f32": "f4", "f64": "f8"}[self.element])
        self.image, self.kernel = draw(batch, *image, channels), draw(*window, channels, filters)
        if self.spikes:
            self.image = (rng.random(self.image.shape) < rng.choice([0, 0.05, 0.3, 1])).astype(self.image.dtype)
        self.sums, self.cotangent = draw(batch, *places, filters), draw(batch, *places, filters)

    def lay(self, array, kind):
        """An array with channels last as the op wants it."""
        last = array.ndim - 1
        if kind == "kernel":
            order = {"last": range(last + 1), "first": [last, last - 1, *range(last - 1)],
                     "filters": [last, *range(last)]}[self.layout]
        else:
            order = [0, last, *range(1, last)] if self.layout == "first" else range(last + 1)
        return np.ascontiguousarray(array.transpose(*order))

    def windows(self, array, at):
        """What the window's place `at` sees of images."""
        places = self.sums.shape[1:-1]
        first = np.array(at) * self.dilation
        cut = [slice(f, f + (n - 1) * s + 1, s) for f, n, s in zip(first, places, self.stride)]
        return array[(slice(None), *cut)]

    def reference(self):
        """The sums after all steps, and the gradients by image, kernel and first sums."""
        sums, times = self.sums.copy(), max(1, self.steps)
        by_image, by_kernel = np.zeros_like(self.image), np.zeros_like(self.kernel)
        for at in itertools.product(*map(range, self.kernel.shape[:self.rank])):
            seen, ct = self.windows(self.image, at), self.cotangent
            sums += times * (seen @ self.kernel[at])
            self.windows(by_image, at)[...] += times * (ct @ self.kernel[at].T)
            by_kernel[at] += times * np.tensordot(seen, ct, axes=(range(self.rank + 1),) * 2)
        return {"res0": self.lay(sums, "sums"), "grad0": self.lay(by_image, "image"),
                "grad1": self.lay(by_kernel, "kernel"), "grad2": self.lay(self.cotangent, "sums")}

    def text(self):
        shaped = lambda array: ("tensor<" + "".join("?x" if self.dynamic else f"{n}x" for n in array.shape) +
                                f"{self.element}>")
        x, k, y = (shaped(self.lay(a, kind)) for a, kind in
                   ((self.image, "image"), (self.kernel, "kernel"), (self.sums, "sums")))
        numbers = lambda values: f"dense<{[int(v) for v in values]}> : tensor<{self.rank}xi64>"
        op = lambda sums: (f"linalg.{OPS[self.rank][self.layout]} {{strides = {numbers(self.stride)}, dilations = "
                           f"{numbers(self.dilation)}}} ins(%x, %k : {x}, {k}) outs({sums} : {y}) -> {y}")
        declared = " {snn.spikes}" if self.spikes else ""
        lines = [f"func.func @f(%x: {x}{declared}, %k: {k}, %y: {y}) -> {y} {{"]
        if self.steps:
            lines += ["  %c0 = arith.constant 0 : index", "  %c1 = arith.constant 1 : index",
                      f"  %n = arith.constant {self.steps} : index",
                      f"  %r = scf.for %t = %c0 to %n step %c1 iter_args(%u = %y) -> {y} {{",
                      f"    %next = {op('%u')}", f"    scf.yield %next : {y}", "  }"]
        else:
            lines += [f"  %r = {op('%y')}"]
        return "\n".join(lines + [f"  return %r : {y}", "}", ""])


def check(prefix, seed, wrong):
    convolution = Convolution(np.random.default_rng(seed))
    with open(f"{prefix}.mlir", "w") as file:
        file.write(convolution.text())
    arguments = {f"arg{i}": convolution.lay(a, kind) for i, (a, kind) in
                 enumerate(((convolution.image, "image"), (convolution.kernel, "kernel"), (convolution.sums, "sums")))}
    np.savez(f"{prefix}.in.npz", **arguments, cot0=convolution.lay(convolution.cotangent, "sums"))
    expected = convolution.reference()
    if wrong:
        expected["grad1"].flat[-1] += 1
    subprocess.run(["snn-run", "grad", f"{prefix}.mlir", "--entry=f", "--wrt=0,1,2", f"--in={prefix}.in.npz",
                    f"--out={prefix}.out.npz", "--threads=2"], check=True)
    found = np.load(f"{prefix}.out.npz")
    for name, array in expected.items():
        assert np.array_equal(found[name], array), f"convolution {seed}: {name} differs"


def main():
    prefix, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for number in range(seed, seed + count):
        check(f"{prefix}{number}", number, len(sys.argv) > 4)


if __name__ == "__main__":
    main()
