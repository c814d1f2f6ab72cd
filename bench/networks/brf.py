"""Balanced resonate-and-fire networks (examples/brf): sizes, weights for a firing rate, and a reference in numpy.

As in alif.py, the reference runs forward in f32 in the program's order of operations and backward by hand in f64.
"""
import dataclasses
import pathlib
import subprocess

import numpy as np

from networks import rates

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "brf"
WRT = tuple(range(5))  # w, omega, b_offset, w_out, tau_mem
INFER_ARGUMENTS = 6
SAMPLE_AXES = {5: 1, 6: 1}
MODES = {"infer": "outputs", "train": "loss"}
DT = 0.01


@dataclasses.dataclass(frozen=True)
class Shape:
    steps: int
    inputs: int
    batch: int
    neurons: int
    classes: int
    spikes: bool = False  # inputs declared to be zeros and ones

    @staticmethod
    def parse(text):
        """T x inputs x batch x neurons x classes [x spikes]."""
        *sizes, last = text.split("x")
        return Shape(*map(int, sizes), True) if last == "spikes" else Shape(*map(int, sizes), int(last))

    def __str__(self):
        sizes = (self.steps, self.inputs, self.batch, self.neurons, self.classes)
        return "x".join(map(str, sizes)) + ("xspikes" if self.spikes else "")


def write_program(shape, path):
    sizes = [str(n) for n in (shape.steps, shape.batch, shape.neurons, shape.inputs, shape.classes)]
    with open(path, "w") as out:
        subprocess.run(["bash", EXAMPLE / "shape.sh", EXAMPLE / "brf.mlir", *sizes, *["spikes"] * shape.spikes],
                       stdout=out, check=True)


def arguments(shape, gain, batch=0):
    """Weights as the BRF paper starts them, hidden ones times `gain`. Inputs are spikes at 5 %; with one input per step
    they are pixels, 19 % of them not zero."""
    rng = np.random.default_rng(1)
    t, n, b, h, c = shape.steps, shape.inputs, shape.batch, shape.neurons, shape.classes
    limit = gain * np.sqrt(6 / (n + 2 * h))
    args = [rng.uniform(-limit, limit, (h, n + h)), rng.uniform(5, 10, h), rng.uniform(2, 3, h),
            rng.normal(0, h ** -0.5, (c, h)), rng.normal(20, 1, c)]
    rng = np.random.default_rng([2, batch])
    x = rng.random((t, b, n))
    args.append(np.where(rng.random(x.shape) < 0.19, x, 0) if n == 1 else x < 0.05)
    return [a.astype(np.float32) for a in args] + [rng.integers(0, c, (t, b), dtype=np.int32)]


def forward(args, visit=lambda **values: None):
    """The readout at every step and the firing rate; `visit` sees what each step computes."""
    w, omega, b_offset, w_out, tau, x, _ = args
    f = x.dtype.type
    dt, omega = f(DT), np.abs(omega)
    b_rest = (np.sqrt(f(1) - (dt * omega) ** 2) - f(1)) / dt - np.abs(b_offset)
    alpha = np.exp(f(-1) / np.abs(tau))
    u = v = z = q = np.zeros((x.shape[1], len(omega)), x.dtype)
    o = np.zeros((x.shape[1], len(tau)), x.dtype)
    outputs, spikes = [], 0
    for x_t in x:
        joined = np.concatenate([x_t, z], 1)
        b = b_rest - q
        u_next = u + (b * u - omega * v + joined @ w.T) * dt
        v_next = v + (omega * u + b * v) * dt
        distance = u_next - f(1) - q
        z = (distance > 0).astype(x.dtype)
        read = z @ w_out.T
        visit(joined=joined, b=b, u=u, v=v, distance=distance, z=z, gap=o - read)
        u, v, q = u_next, v_next, f(0.9) * q + z
        o = alpha * o + (f(1) - alpha) * read
        outputs.append(o)
        spikes += z.sum(dtype=np.float64)
    return np.stack(outputs), float(spikes / (len(x) * u.size))


def slope(distance):
    normal = lambda s: np.exp(-distance ** 2 / (2 * s * s)) / (s * np.sqrt(2 * np.pi))
    return 0.5 * (1.15 * normal(0.5) - 0.3 * normal(3.0))


def backward(args, steps, outputs):
    """Loss and gradients by hand, in f64, from what `forward` visited."""
    w, omega_raw, b_offset, w_out, tau = (a.astype(np.float64) for a in args[:5])
    labels, inputs = args[6], args[5].shape[2]
    omega, alpha = np.abs(omega_raw), np.exp(-1 / np.abs(tau))
    e = np.exp(outputs.astype(np.float64) - outputs.max(2, keepdims=True))
    p = e / e.sum(2, keepdims=True)
    loss = -np.log(np.take_along_axis(p, labels[..., None], 2)).mean()
    d_outputs = (p - np.eye(len(tau))[labels]) / labels.size

    d_w, d_out = np.zeros_like(w), np.zeros_like(w_out)
    d_omega, d_b, d_alpha = np.zeros_like(omega), np.zeros_like(omega), np.zeros_like(alpha)
    du = dv = dz = dq = np.zeros((labels.shape[1], len(omega)))
    do = np.zeros(d_outputs.shape[1:])
    for s, d_output in zip(reversed(steps), reversed(d_outputs)):
        do = do + d_output
        d_alpha += (do * s["gap"]).sum(0)
        d_read, do = do * (1 - alpha), do * alpha
        d_out += d_read.T @ s["z"]
        d_distance = (dz + dq + d_read @ w_out) * slope(s["distance"].astype(np.float64))
        dq = 0.9 * dq - d_distance
        du = du + d_distance
        d_omega += DT * (dv * s["u"] - du * s["v"]).sum(0)
        db = DT * (du * s["u"] + dv * s["v"])
        d_b, dq = d_b + db.sum(0), dq - db
        d_current = DT * du
        kept = 1 + DT * s["b"]
        du, dv = du * kept + DT * omega * dv, dv * kept - DT * omega * du
        d_w += d_current.T @ s["joined"]
        dz = d_current @ w[:, inputs:]
    bend = -DT * omega / np.sqrt(1 - (DT * omega) ** 2)
    return loss, [d_w, np.sign(omega_raw) * (d_omega + bend * d_b), -np.sign(b_offset) * d_b, d_out,
                  np.sign(tau) * d_alpha * alpha / tau ** 2]


def reference(args):
    """What both modes must give: {mode: {name: array}}."""
    steps = []
    outputs, _ = forward(args, lambda **values: steps.append(values))
    loss, gradients = backward(args, steps, outputs)
    train = {f"grad{i}": g for i, g in zip(WRT, gradients)}
    return {"infer": {"res0": outputs}, "train": {"res0": np.asarray(loss), **train}}


def operations(shape, percent, step=12, reverse=43):
    """As in alif.py; 24 of the 43 are the surrogate's two exponentials. Of inputs that are declared spikes 5 % are."""
    states = shape.steps * shape.batch * shape.neurons
    inputs = 0.05 * shape.inputs if shape.spikes else shape.inputs
    walk = states * percent / 100 * (shape.neurons + shape.classes)
    forward = states * (step + inputs) + walk
    return {"infer": forward, "train": forward + states * (reverse + inputs + shape.neurons + shape.classes) + walk}


def potentials(args):
    """What the thresholds see at each step, one array per step."""
    seen = []
    forward(args, lambda distance, **_: seen.append(distance))
    return seen


def rate(args):
    """Spikes per neuron and step, in %."""
    return 100 * forward(args)[1]


def gain_for(shape, percent):
    few = dataclasses.replace(shape, batch=min(shape.batch, 16))
    return rates.find_gain(lambda gain: rate(arguments(few, gain)), percent)
