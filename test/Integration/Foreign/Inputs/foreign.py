"""Runs a program that another compiler might have exported, and compares it with NumPy.

foreign.py PROGRAM.mlir REFERENCE --entry=NAME --wrt=LIST

- snn-opt prints the program as the stock mlir-opt does, and what it prints as it is;
- `snn-run call` gives what the function REFERENCE of reference.py gives;
- `snn-run check` finds the gradients by the arguments of LIST right; an empty list has none.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import reference

program, name, entry, wrt = sys.argv[1:]
arguments_of = reference.PROGRAMS[name]


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


stock = run("mlir-opt", "--allow-unregistered-dialect", program)
ours = run("snn-opt", "--allow-unregistered-dialect", program)
if ours != stock:
    sys.exit(f"{program}: snn-opt prints it otherwise than mlir-opt")

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    printed = folder / "printed.mlir"
    printed.write_text(ours)
    if run("snn-opt", "--allow-unregistered-dialect", printed) != ours:
        sys.exit(f"{program}: what snn-opt prints changes when it reads it")
    for case, (arguments, expected) in enumerate(arguments_of(np.random.default_rng(3))):
        inputs, outputs = folder / "in.npz", folder / "out.npz"
        np.savez(inputs, **{f"arg{i}": a for i, a in enumerate(arguments)})
        # What was printed runs, so that nothing is lost on the way.
        run("snn-run", "call", printed, entry, f"--in={inputs}", f"--out={outputs}")
        found = np.load(outputs)
        for i, want in enumerate(expected):
            got = found[f"res{i}"]
            assert got.shape == np.shape(want), (case, i, got.shape, np.shape(want))
            np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-6, err_msg=f"case {case}, result {i}")
        if wrt != "--wrt=":
            run("snn-run", "check", printed, entry, wrt, f"--in={inputs}")
        print(f"case {case}: {len(expected)} results as NumPy has them, gradients by {wrt[6:] or 'nothing'}")
