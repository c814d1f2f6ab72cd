"""A dense layer and LIF neurons (examples/linear-lif): sizes, inputs, and a reference in numpy.

Nothing is recurrent, so a spike that rounding flips changes one neuron of one sample and no more; contenders are
compared on the timed inputs, by the norm of the difference.
"""
import dataclasses
import pathlib
import subprocess

import numpy as np

from networks import rates

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "linear-lif"
WRT = (0,)  # w
INFER_ARGUMENTS = 2
SAMPLE_AXES = None  # any sample will do
MODES = {"infer": "spikes", "train": "loss"}
BETA = 0.9


@dataclasses.dataclass(frozen=True)
class Shape:
    steps: int
    batch: int
    inputs: int
    neurons: int
    spikes: bool = False  # inputs are zeros and ones, and declared so

    @staticmethod
    def parse(text):
        """T x batch x inputs x neurons [x spikes]."""
        sizes = text.removesuffix("xspikes")
        return Shape(*map(int, sizes.split("x")), text != sizes)

    def __str__(self):
        return f"{self.steps}x{self.batch}x{self.inputs}x{self.neurons}" + ("xspikes" if self.spikes else "")


def write_program(shape, path):
    sizes = [str(n) for n in (shape.steps, shape.batch, shape.inputs, shape.neurons)]
    with open(path, "w") as out:
        subprocess.run(["bash", EXAMPLE / "shape.sh", EXAMPLE / "linear-lif.mlir", *sizes, *["spikes"] * shape.spikes],
                       stdout=out, check=True)


def arguments(shape, gain, batch=0):
    """Normal weights and inputs; spikes at 10 % where declared."""
    rng = np.random.default_rng([1, batch])
    w = gain * rng.standard_normal((shape.inputs, shape.neurons), np.float32) / np.float32(shape.inputs ** 0.5)
    if shape.spikes:
        x = (rng.random((shape.steps, shape.batch, shape.inputs), np.float32) < 0.1).astype(np.float32)
    else:
        x = rng.standard_normal((shape.steps, shape.batch, shape.inputs), np.float32)
    return [w.astype(np.float32), x]


def forward(args, visit=lambda **values: None):
    """Every spike; `visit` sees what each step computes."""
    w, x = args
    driven = x @ w
    v, raster = np.zeros_like(driven[0]), np.zeros_like(driven)
    for t, current in enumerate(driven):
        v = np.float32(BETA) * v + current
        raster[t] = v > 1
        visit(v=v, z=raster[t])
        v = v * (1 - raster[t])
    return raster


def reference(args):
    """What both modes must give: {mode: {name: array}}. The gradient of the firing rate by hand."""
    steps = []
    raster = forward(args, lambda **values: steps.append(values))
    d_driven, dv = np.zeros_like(raster), np.zeros_like(raster[0])
    for t in reversed(range(len(steps))):
        v, z = steps[t]["v"], steps[t]["z"]
        dv = dv * (1 - z) + 1 / raster.size / (1 + (np.pi * (v - 1)) ** 2)
        d_driven[t] = dv
        dv = BETA * dv
    x = args[1]
    d_w = x.reshape(-1, x.shape[2]).T @ d_driven.reshape(-1, raster.shape[2])
    loss = raster.mean(dtype=np.float64)
    return {"infer": {"res0": raster}, "train": {"res0": np.asarray(loss), "grad0": d_w}}


def operations(shape, percent, step=3, reverse=14):
    """As in alif.py: each input's weight is taken once forward and once for its gradient. The surrogate's division counts
    as eight; of inputs that are declared spikes 10 % are, and how many neurons fire changes nothing."""
    states = shape.steps * shape.batch * shape.neurons
    inputs = 0.1 * shape.inputs if shape.spikes else shape.inputs
    return {"infer": states * (step + inputs), "train": states * (step + reverse + 2 * inputs)}


def rate(args):
    """Spikes per neuron and step, in %."""
    return 100 * float(forward(args).mean(dtype=np.float64))


def gain_for(shape, percent):
    few = dataclasses.replace(shape, steps=min(shape.steps, 100), batch=2)
    return rates.find_gain(lambda gain: rate(arguments(few, gain)), percent)
