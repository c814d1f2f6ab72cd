"""The FGI paper's network (examples/alif): sizes, weights for a firing rate, and a reference in numpy.

The reference runs forward in f32 in the order of operations that the program states, and backward in f64. It is slow
and plain on purpose: it decides whether a contender's numbers are right before anything is timed.
"""
import dataclasses
import pathlib
import subprocess

import numpy as np

from networks import rates

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "alif"
CLASSES = 10
PARAMETERS = ("w_in", "w_rec", "w_out", "p_alpha", "p_rho", "p_kappa")
WRT = tuple(range(len(PARAMETERS)))
INFER_ARGUMENTS = 7
SAMPLE_AXES = {6: 1, 7: 0}  # arguments with a batch dimension
MODES = {"infer": "logits", "train": "loss"}  # entry points

# The weights' gain that gives a firing rate (in %), by steps x inputs.
GAINS = {
    ("28x28", 0.3): 1.39, ("28x28", 4): 3.17, ("28x28", 25): 7.36,
    ("49x16", 0.3): 1.61, ("49x16", 4): 3.98, ("49x16", 25): 12.6,
    ("98x8", 0.3): 1.94, ("98x8", 4): 4.37, ("98x8", 25): 13.3,
    ("196x4", 0.3): 2.64, ("196x4", 4): 5.26, ("196x4", 25): 16.0,
    ("392x2", 0.3): 2.98, ("392x2", 4): 5.2, ("392x2", 25): 15.3,
    ("784x1", 0.3): 3.46, ("784x1", 4): 7.16, ("784x1", 25): 25.2,
}


@dataclasses.dataclass(frozen=True)
class Shape:
    steps: int
    inputs: int
    batch: int = 128
    neurons: int = 128

    @staticmethod
    def parse(text):
        """T x inputs [x batch [x neurons]], as in 784x1."""
        return Shape(*(int(n) for n in text.split("x")))

    def __str__(self):
        rest = "" if (self.batch, self.neurons) == (128, 128) else f"x{self.batch}x{self.neurons}"
        return f"{self.steps}x{self.inputs}{rest}"


PAPER_SHAPES = [Shape(28, 28), Shape(49, 16), Shape(98, 8), Shape(196, 4), Shape(392, 2), Shape(784, 1)]
PAPER_RATES = [0.3, 4, 25]


def write_program(shape, path):
    """The network at this shape, in MLIR."""
    sizes = [str(n) for n in (shape.steps, shape.inputs, shape.batch, shape.neurons)]
    with open(path, "w") as out:
        subprocess.run(["bash", EXAMPLE / "shape.sh", EXAMPLE / "alif.mlir", *sizes], stdout=out, check=True)


def arguments(shape, gain, batch=0):
    """Random weights, and the inputs and labels of one batch, as the program takes them.

    Hidden weights are uniform within `gain` times Xavier's limit. 19 % of the inputs are not zero, as in MNIST's
    pixels, and uniform in (0, 1).
    """
    rng = np.random.default_rng(1)
    t, n, b, h = shape.steps, shape.inputs, shape.batch, shape.neurons

    def xavier(rows, columns, scale):
        limit = scale * np.sqrt(6 / (rows + columns))
        return rng.uniform(-limit, limit, (rows, columns))

    args = [xavier(n, h, gain), xavier(h, h, gain), xavier(h, CLASSES, 1.0),
            rng.normal(3, 0.1, h), rng.normal(4, 0.5, h), rng.normal(3, 0.1, CLASSES)]
    rng = np.random.default_rng([2, batch])
    lit = rng.random((t, b, n)) < 0.19
    args.append(np.where(lit, rng.random((t, b, n)), 0))
    return [a.astype(np.float32) for a in args] + [rng.integers(0, CLASSES, b, dtype=np.int32)]


def sigmoid(p):
    return 1 / (1 + np.exp(-p))


def forward(args, visit=lambda **values: None):
    """The logits and the firing rate; `visit` sees what each step computes."""
    w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x, _ = args
    alpha, rho, kappa = sigmoid(p_alpha), sigmoid(p_rho), sigmoid(p_kappa)
    u = a = z = np.zeros((x.shape[1], w_rec.shape[0]), x.dtype)
    o = total = np.zeros((x.shape[1], w_out.shape[1]), x.dtype)
    spikes = 0
    f32 = x.dtype.type
    for x_t in x:
        current = x_t @ w_in + z @ w_rec
        gap = u - current
        u_leaked = alpha * gap + current
        theta = f32(0.1) + f32(0.8) * a
        v = u_leaked - theta
        fired = (v > 0).astype(x.dtype)
        read = fired @ w_out
        visit(x_t=x_t, z_before=z, gap=gap, theta=theta, v=v, z=fired, a_before=a, o_gap=o - read)
        u, a, z = u_leaked - fired * theta, rho * a + (1 - rho) * fired, fired
        o = kappa * (o - read) + read
        total = total + o
        spikes += fired.sum(dtype=np.float64)
    return total / f32(len(x)), float(spikes / (len(x) * u.size))


def cross_entropy(logits, labels, steps):
    """The loss, and its derivative by what the readout adds to the logits at each of the steps; in f64."""
    batch = len(logits)
    e = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    loss = -np.log(p[np.arange(batch), labels]).mean()
    return loss, (p - np.eye(CLASSES)[labels]) / batch / steps


def backward(args, steps, logits):
    """Loss and gradients by hand, in f64, from what `forward` visited."""
    w_in, w_rec, w_out, p_alpha, p_rho, p_kappa = (a.astype(np.float64) for a in args[:6])
    alpha, rho, kappa = sigmoid(p_alpha), sigmoid(p_rho), sigmoid(p_kappa)
    loss, d_total = cross_entropy(logits, args[7], len(steps))
    batch = len(logits)

    d_in, d_rec, d_out = np.zeros_like(w_in), np.zeros_like(w_rec), np.zeros_like(w_out)
    d_alpha, d_rho, d_kappa = np.zeros_like(alpha), np.zeros_like(rho), np.zeros_like(kappa)
    du = da = dz = np.zeros((batch, len(alpha)))
    do = np.zeros_like(d_total)
    for s in reversed(steps):
        do = do + d_total
        d_kappa += (do * s["o_gap"]).sum(0)
        d_read, do = do * (1 - kappa), do * kappa
        d_out += s["z"].T @ d_read
        d_rho += (da * (s["a_before"] - s["z"])).sum(0)
        dz = dz + d_read @ w_out.T + da * (1 - rho) - du * s["theta"]
        dv = dz * np.exp(-0.5 * s["v"].astype(np.float64) ** 2)
        da = da * rho + 0.8 * (-du * s["z"] - dv)
        du = du + dv
        d_alpha += (du * s["gap"]).sum(0)
        d_current, du = du * (1 - alpha), du * alpha
        d_in += s["x_t"].T @ d_current
        d_rec += s["z_before"].T @ d_current
        dz = d_current @ w_rec.T
    return loss, [d_in, d_rec, d_out, d_alpha * alpha * (1 - alpha), d_rho * rho * (1 - rho),
                  d_kappa * kappa * (1 - kappa)]


def reference(args):
    """What both modes must give: {mode: {name: array}}."""
    steps = []
    logits, _ = forward(args, lambda **values: steps.append(values))
    loss, gradients = backward(args, steps, logits)
    train = {f"grad{i}": g for i, g in zip(WRT, gradients)}
    return {"infer": {"res0": logits}, "train": {"res0": np.asarray(loss), **train}}


def operations(shape, percent, step=9, reverse=26):
    """Operations on numbers that no order of evaluation avoids, {mode: count}, where `percent` of the neurons fire: a
    multiply-add is one, a spike's product an addition. What a checkpoint computes again does not count. `step` and
    `reverse` are those of a neuron's own: here potential, threshold and adaptation; 12 of the 26 are the surrogate's
    exponential."""
    states = shape.steps * shape.batch * shape.neurons
    weights = shape.neurons + CLASSES           # that a neuron's spike selects, recurrent and of the readout
    walk = states * percent / 100 * weights     # in reverse, their gradients
    forward = states * (step + shape.inputs) + walk
    return {"infer": forward, "train": forward + states * (reverse + shape.inputs + weights) + walk}


def potentials(args):
    """What the thresholds see at each step: v, one array per step."""
    seen = []
    forward(args, lambda v, **_: seen.append(v))
    return seen


def rate(args):
    """Spikes per neuron and step, in %."""
    return 100 * forward(args)[1]


def gain_for(shape, percent):
    few = dataclasses.replace(shape, batch=min(shape.batch, 32))
    published = GAINS.get((str(shape), percent))
    return published or rates.find_gain(lambda gain: rate(arguments(few, gain)), percent)
