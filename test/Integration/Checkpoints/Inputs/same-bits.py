#!/usr/bin/env python3
"""Gradients must not depend on what the tape keeps, not in a single bit:

    same-bits.py FILE --entry=NAME --wrt=0,.. --checkpoint=POLICY,.. [--saves] (IN.npz | ARG.. [-- COT..])

where ARG and COT are shapes such as 3x4xf64 or index=5. Each policy is compared with checkpoint=none, with fused
multiply-adds and a min-cut tape, and without and with a tape that saves all. With --saves the first policy must need
less than half of the memory that none does."""
import argparse
import json
import subprocess
import sys
import tempfile

import numpy as np

TYPES = {"f32": np.float32, "f64": np.float64}


def make(spec, random):
    if "=" in spec:
        return np.array(int(spec.split("=")[1]), np.int64)
    *sizes, kind = spec.split("x")
    return random.standard_normal([int(size) for size in sizes]).astype(TYPES[kind])


def write_inputs(path, specs):
    split = specs.index("--") if "--" in specs else len(specs)
    random = np.random.default_rng(0)
    arrays = {f"arg{i}": make(s, random) for i, s in enumerate(specs[:split])}
    arrays |= {f"cot{i}": make(s, random) for i, s in enumerate(specs[split + 1 :])}
    np.savez(path, **arrays)


def run(options, verb, inputs, pipeline, *more):
    command = ["snn-run", verb, options.file, f"--entry={options.entry}", f"--wrt={options.wrt}", f"--in={inputs}"]
    command += [f"--pipeline=snn-cpu-pipeline{{{pipeline}}}", *more]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def gradients(options, inputs, folder, pipeline):
    run(options, "grad", inputs, pipeline, f"--out={folder}/out.npz")
    with np.load(f"{folder}/out.npz") as out:
        return dict(out)


def peak(options, inputs, policy):
    report = run(options, "time", inputs, f"checkpoint={policy}", "--reps=1")
    return json.loads(report.splitlines()[-1])["peak_bytes"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    for name in ("--entry", "--wrt", "--checkpoint"):
        parser.add_argument(name, required=True)
    parser.add_argument("--saves", action="store_true")
    parser.add_argument("specs", nargs="+")
    arguments = sys.argv[1:]
    split = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:split])
    specs = options.specs + arguments[split:]
    policies = options.checkpoint.split(",")
    with tempfile.TemporaryDirectory() as folder:
        inputs = specs[0]
        if not inputs.endswith(".npz"):
            inputs = f"{folder}/in.npz"
            write_inputs(inputs, specs)
        for flags in ("contract=on tape=min-cut checkpoint=", "contract=off tape=save-all checkpoint="):
            whole = gradients(options, inputs, folder, flags + "none")
            assert any(np.any(v != 0) for v in whole.values()) or not any(v.size for v in whole.values())
            for policy in policies:
                parts = gradients(options, inputs, folder, flags + policy)
                assert whole.keys() == parts.keys()
                for key, value in whole.items():
                    same = value.shape == parts[key].shape and value.tobytes() == parts[key].tobytes()
                    assert same, f"{key} differs from checkpoint=none with {flags}{policy}"
        if options.saves:
            most, least = peak(options, inputs, "none"), peak(options, inputs, policies[0])
            assert least < most / 2, f"{least} bytes with checkpoint={policies[0]}, {most} with none"
    print(f"{len(policies)} policies agree")


main()
