"""Compares neuron steps with their equations: neurons.py FILE.mlir IN.npz OUT.npz

Then checks each gradient against finite differences with `snn-run check`.
"""
import subprocess
import sys

import numpy as np


def gt(v):
    return (v > 0).astype(float)


def li_unit(i, u, alpha):
    return [alpha * u + i]


def li_decay(i, u, alpha):
    return [alpha * (u + i)]


def li_share(i, u, alpha):
    return [alpha * u + (1 - alpha) * i]


def snntorch(i, u, z, alpha, theta):
    n = alpha * u + i - z * theta
    return [gt(n - theta), n]


def spikingjelly(i, u, alpha, theta):
    n = u + (1 - alpha) * (i - u)
    f = (n >= theta).astype(float)
    return [f, (1 - f) * n]


def delayed(i, u, z1, z2, alpha, w):
    n = alpha * u + i + z2 @ w
    f = gt(n - 1)
    return [f, n - f, z1]


def alif(i, u, a, z, alpha, rho, beta, theta0, w):
    theta = theta0 + beta * a
    current = i + z @ w
    n = alpha * u + (1 - alpha) * current
    f = gt(n - theta)
    return [f, n - f * theta, rho * a + (1 - rho) * f]


def synaptic(i, s, u, z, kappa, alpha):
    sn = kappa * s + i
    n = alpha * u + sn - z
    return [gt(n - 1), sn, n]


def norse(i, s, u, kappa, alpha):
    n = u + (1 - alpha) * (s - u)
    f = gt(n - 1)
    return [f, kappa * s + i, (1 - f) * n]


def rotate(i, u, v, omega, b, dt=0.125):
    return (u + b * u * dt - omega * v * dt + i * dt,
            v + omega * u * dt + b * v * dt)


def rf(i, u, v, omega, b):
    n, m = rotate(i, u, v, omega, b)
    return [gt(n - 1), n, m]


def rf_zero(i, u, v, omega, b):
    n, m = rotate(i, u, v, omega, b)
    f = gt(n - 1)
    return [f, (1 - f) * n, (1 - f) * m]


def brf(i, u, v, q, omega, b0, dt=0.125):
    omega = abs(omega)
    b = (-1 + np.sqrt(1 - (dt * omega) ** 2)) / dt - abs(b0) - q
    n, m = rotate(i, u, v, omega, b)
    f = gt(n - 1 - q)
    return [f, n, m, 0.9 * q + f]


SIZES = {"s": (3, 5), "p": (5,), "w": (5, 5), "f": ()}
# The kind of each argument; z is spikes.
CASES = {li_unit: "ssp", li_decay: "ssp", li_share: "ssp", snntorch: "sszpf",
         spikingjelly: "ssfp", delayed: "sszzpw", alif: "ssszppffw",
         synaptic: "ssszpp", norse: "ssspp", rf: "ssspp", rf_zero: "ssspp",
         brf: "sssspp"}


def argument(kind, rng):
    if kind == "z":
        return (rng.random(SIZES["s"]) < 0.5).astype(float)
    if kind in "pf":
        return np.asarray(rng.uniform(0.2, 0.95, SIZES[kind]))
    return 1.5 * rng.standard_normal(SIZES[kind])


def main():
    program, given, got = sys.argv[1:4]
    rng = np.random.default_rng(3)
    fired = 0
    for step, kinds in CASES.items():
        args = [argument(kind, rng) for kind in kinds]
        want = step(*args)
        cotangents = {f"cot{k}": rng.standard_normal(w.shape) for k, w in enumerate(want)}
        np.savez(given, **{f"arg{k}": a for k, a in enumerate(args)}, **cotangents)
        common = [program, f"--entry={step.__name__}", f"--in={given}"]
        subprocess.run(["snn-run", "call", *common, f"--out={got}"], check=True)
        with np.load(got) as out:
            for k, w in enumerate(want):
                np.testing.assert_allclose(out[f"res{k}"], w, rtol=1e-12, atol=1e-12,
                                           err_msg=f"{step.__name__} result {k}")
        if not step.__name__.startswith("li"):
            fired += want[0].sum()
            assert 0 < want[0].sum() < want[0].size, f"{step.__name__}: all or none fire"
        wrt = ",".join(str(k) for k in range(len(args)))
        check = subprocess.run(["snn-run", "check", *common, f"--wrt={wrt}"],
                               capture_output=True, text=True)
        assert check.returncode == 0, step.__name__ + "\n" + check.stdout + check.stderr


main()
