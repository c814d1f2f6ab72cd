"""A network of the neuron in three_state.mlir, which no pass can know: sizes and inputs are those of alif.py.

    s = beta s + x W_in + z W_rec;  u = alpha (v - s) + s;  d = u - 1 - a;  z = step(d)
    v = u (1 - z);  a = rho a + (1 - rho) (0.2 u + z);  g'(d) = 1 / (1 + (3 d)^2)

The reference runs forward in f32 in the program's order and backward by hand in f64.
"""
import dataclasses
import pathlib
import subprocess

import numpy as np

from networks import alif, rates
from networks.alif import CLASSES, MODES, Shape, sigmoid

PROGRAM = pathlib.Path(__file__).with_suffix(".mlir")
PARAMETERS = ("w_in", "w_rec", "w_out", "p_alpha", "p_rho", "p_beta", "p_kappa")
WRT = tuple(range(len(PARAMETERS)))
INFER_ARGUMENTS = 8
SAMPLE_AXES = {7: 1, 8: 0}


def write_program(shape, path):
    """The network at this shape, in MLIR."""
    sizes = [str(n) for n in (shape.steps, shape.inputs, shape.batch, shape.neurons)]
    with open(path, "w") as out:
        subprocess.run(["bash", alif.EXAMPLE / "shape.sh", PROGRAM, *sizes], stdout=out, check=True)


def arguments(shape, gain, batch=0):
    """Those of alif.py, and the decays of the synapses: sigmoids of N(1, 0.2)."""
    w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x, labels = alif.arguments(shape, gain, batch)
    p_beta = np.random.default_rng(3).normal(1, 0.2, shape.neurons).astype(np.float32)
    return [w_in, w_rec, w_out, p_alpha, p_rho, p_beta, p_kappa, x, labels]


def forward(args, visit=lambda **values: None):
    """The logits and the firing rate; `visit` sees what each step computes."""
    w_in, w_rec, w_out, p_alpha, p_rho, p_beta, p_kappa, x, _ = args
    alpha, rho, beta, kappa = (sigmoid(p) for p in (p_alpha, p_rho, p_beta, p_kappa))
    s = v = a = z = np.zeros((x.shape[1], w_rec.shape[0]), x.dtype)
    o = total = np.zeros((x.shape[1], w_out.shape[1]), x.dtype)
    spikes, real = 0, x.dtype.type
    for x_t in x:
        s_next = beta * s + (x_t @ w_in + z @ w_rec)
        gap = v - s_next
        u = alpha * gap + s_next
        d = u - real(1) - a
        fired = (d > 0).astype(x.dtype)
        aim = real(0.2) * u + fired
        read = fired @ w_out
        visit(x_t=x_t, z_before=z, s_before=s, gap=gap, u=u, d=d, z=fired, a_gap=a - aim, o_gap=o - read)
        s, v, a, z = s_next, u * (real(1) - fired), rho * a + (real(1) - rho) * aim, fired
        o = kappa * (o - read) + read
        total = total + o
        spikes += fired.sum(dtype=np.float64)
    return total / real(len(x)), float(spikes / (len(x) * s.size))


def backward(args, steps, logits):
    """Loss and gradients by hand, in f64, from what `forward` visited."""
    w_in, w_rec, w_out, *decays = (a.astype(np.float64) for a in args[:7])
    alpha, rho, beta, kappa = (sigmoid(p) for p in decays)
    loss, d_total = alif.cross_entropy(logits, args[8], len(steps))

    d_in, d_rec, d_out = np.zeros_like(w_in), np.zeros_like(w_rec), np.zeros_like(w_out)
    d_alpha, d_rho, d_beta, d_kappa = (np.zeros_like(decay) for decay in (alpha, rho, beta, kappa))
    ds = dv = da = dz = np.zeros((len(logits), len(alpha)))
    do = np.zeros_like(d_total)
    for step in reversed(steps):
        do = do + d_total
        d_kappa += (do * step["o_gap"]).sum(0)
        d_read, do = do * (1 - kappa), do * kappa
        d_out += step["z"].T @ d_read
        d_rho += (da * step["a_gap"]).sum(0)
        d_aim = da * (1 - rho)
        dz = dz + d_read @ w_out.T + d_aim - dv * step["u"]
        dd = dz / (1 + (3 * step["d"].astype(np.float64)) ** 2)
        du = dv * (1 - step["z"]) + 0.2 * d_aim + dd
        da = da * rho - dd
        d_alpha += (du * step["gap"]).sum(0)
        ds, dv = ds + du * (1 - alpha), du * alpha
        d_in += step["x_t"].T @ ds
        d_rec += step["z_before"].T @ ds
        d_beta += (ds * step["s_before"]).sum(0)
        dz, ds = ds @ w_rec.T, ds * beta
    slopes = [d * decay * (1 - decay) for d, decay in
              ((d_alpha, alpha), (d_rho, rho), (d_beta, beta), (d_kappa, kappa))]
    return loss, [d_in, d_rec, d_out, *slopes]


def reference(args):
    """What both modes must give: {mode: {name: array}}."""
    steps = []
    logits, _ = forward(args, lambda **values: steps.append(values))
    loss, gradients = backward(args, steps, logits)
    train = {f"grad{i}": g for i, g in zip(WRT, gradients)}
    return {"infer": {"res0": logits}, "train": {"res0": np.asarray(loss), **train}}


def operations(shape, percent):
    """As in alif.py; the surrogate's division counts as eight."""
    return alif.operations(shape, percent, step=10, reverse=26)


def potentials(args):
    """What the thresholds see at each step, one array per step."""
    seen = []
    forward(args, lambda d, **_: seen.append(d))
    return seen


def rate(args):
    """Spikes per neuron and step, in %."""
    return 100 * forward(args)[1]


def gain_for(shape, percent):
    few = dataclasses.replace(shape, batch=min(shape.batch, 32))
    return rates.find_gain(lambda gain: rate(arguments(few, gain)), percent)
