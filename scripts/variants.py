#!/usr/bin/env python3
"""Compares the gradient of the FGI paper's network in three variants: spikes as forward gradient injection, as an
opaque op with a rule of its own, and as that op with its rule inlined after differentiation. Same passes, same flags.

variants.py [--build FOLDER] [--shape STEPS INPUTS BATCH NEURONS] [--options 'fuse-time=false'] [--time ROUNDS]

Prints what is left of each before bufferization, as snn-report-fusion has it, and with --time (needs NumPy) the least
time of a training pass and the most memory that it held.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALIF = ROOT / "examples" / "alif"
PARAMS = ["!w_in", "!w_rec", "!w_out", "!neurons", "!neurons", "!classes"]
INLINE = "inline-custom-vjp"
VARIANTS = [("FGI", "fgi", ""), ("opaque", "opaque", ""), ("opaque, rule inlined", "opaque", INLINE)]


def gradient():
    """A function that asks for the loss and its gradient by every parameter."""
    types = [*PARAMS, "!inputs", "!labels"]
    outs = ", ".join(["tensor<f32>", *PARAMS])
    names = [f"%a{i}" for i in range(len(types))]
    return f"""
func.func @gradient({', '.join(f'{n}: {t}' for n, t in zip(names, types))}) -> ({outs}) {{
  %one = arith.constant dense<1.0> : tensor<f32>
  %g:7 = ad.vjp @loss({', '.join(names)}) cotangents(%one) {{keep_primal, wrt = [0, 1, 2, 3, 4, 5]}}
    : ({', '.join(types)}) cotangents(tensor<f32>) -> ({outs})
  return {', '.join(f'%g#{i}' for i in range(7))} : {outs}
}}
"""


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"variants.py: {command[0]}: {done.stderr.splitlines()[0] if done.stderr else done.returncode}")
    return done


def programs(shape):
    """The network's text by variant, for a shape."""
    fgi = run("bash", ALIF / "shape.sh", ALIF / "alif.mlir", *shape).stdout if shape else (ALIF / "alif.mlir").read_text()
    with tempfile.NamedTemporaryFile("w", suffix=".mlir") as file:
        file.write(fgi)
        file.flush()
        opaque = run("bash", ALIF / "opaque.sh", file.name).stdout
    return {"fgi": fgi, "opaque": opaque}


def report(snn_opt, text, options):
    """What the fusion report says of the module as it goes into bufferization, by function."""
    pipeline = f"--snn-cpu-pipeline={options}"
    tensors = run(snn_opt, "-", "--symbol-privatize=exclude=gradient", "--symbol-dce", pipeline, "-o", "/dev/null",
                  "--mlir-print-ir-before=snn-expose-entries", "--mlir-print-ir-module-scope", "--mlir-disable-threading",
                  "--mlir-print-debuginfo", input=text + gradient()).stderr
    text = run(snn_opt, "-", "--snn-report-fusion=format=json output=-", "-o", "/dev/null", input=tensors).stdout
    functions = json.loads(text)
    return functions.get("functions", functions) if isinstance(functions, dict) else functions


def summary(functions):
    calls = sum(f["calls"] for f in functions)
    walls = {}
    for cause in (cause for f in functions for cause in f["blocked"]):
        if cause["op"] == "func.call":
            walls[cause["reason"]] = walls.get(cause["reason"], 0) + 1
    total = {key: sum(f[key] for f in functions) for key in ("kernels", "bytes_written", "tape_bytes_per_step")}
    return {**total, "calls": calls, "walls": walls, "blocked": sum(len(f["blocked"]) for f in functions)}


def write_inputs(path, text):
    """Random parameters, images and labels for the shapes that the text names; firing as after some training."""
    import re
    import numpy as np
    rng = np.random.default_rng(0)
    shapes = {name: [int(n) for n in size.split("x")[:-1]]
              for name, size in re.findall(r"^(!\w+) *= tensor<([^>]*)>", text, re.M)}
    def xavier(name, gain):
        limit = gain * (6 / sum(shapes[name])) ** 0.5
        return rng.uniform(-limit, limit, shapes[name])
    arrays = [xavier("!w_in", 4), xavier("!w_rec", 4), xavier("!w_out", 1), rng.normal(3, 0.1, shapes["!neurons"]),
              rng.normal(4, 0.5, shapes["!neurons"]), rng.normal(3, 0.1, shapes["!classes"]),
              rng.uniform(0, 1, shapes["!inputs"]) * (rng.random(shapes["!inputs"]) < 0.19)]
    labels = rng.integers(0, 10, shapes["!labels"]).astype(np.int32)
    np.savez(path, arg7=labels, **{f"arg{i}": a.astype(np.float32) for i, a in enumerate(arrays)})


def measure(snn_run, texts, options, rounds):
    """(ms, bytes) by variant: the least over rounds in which each has a turn."""
    best = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        write_inputs(folder / "in.npz", texts["fgi"])
        for name, text in texts.items():
            (folder / f"{name}.mlir").write_text(text)
        for _ in range(rounds):
            for variant, name, extra in VARIANTS:
                timed = run(snn_run, "time", folder / f"{name}.mlir", "--entry=loss", "--wrt=0,1,2,3,4,5", "--reps=5",
                            f"--in={folder / 'in.npz'}", f"--pipeline=snn-cpu-pipeline{{{options} {extra}}}").stdout
                figures = json.loads(timed.splitlines()[-1])
                ms, peak = best.get(variant, (float("inf"), 0))
                best[variant] = min(ms, figures["min_ms"]), max(peak, figures["peak_bytes"])
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--shape", nargs=4, type=int, metavar=("STEPS", "INPUTS", "BATCH", "NEURONS"))
    parser.add_argument("--options", default="", help="of snn-cpu-pipeline, for all variants")
    parser.add_argument("--time", type=int, default=0, metavar="ROUNDS")
    args = parser.parse_args()
    texts = programs(args.shape)
    times = measure(args.build / "bin" / "snn-run", texts, args.options, args.time) if args.time else {}
    print(f"{'variant':21} {'loop nests':>10} {'calls':>6} {'bytes written':>14} {'taped per step':>15} {'stay apart':>11}"
          + (f" {'ms':>8} {'peak bytes':>12}" if times else ""))
    walls = {}
    for variant, name, extra in VARIANTS:
        row = summary(report(args.build / "bin" / "snn-opt", texts[name], f"{args.options} {extra}".strip()))
        walls[variant] = row["walls"]
        print(f"{variant:21} {row['kernels']:10} {row['calls']:6} {row['bytes_written']:14} "
              f"{row['tape_bytes_per_step']:15} {row['blocked']:11}"
              + (f" {times[variant][0]:8.2f} {times[variant][1]:12}" if times else ""))
    for variant, reasons in walls.items():
        for reason, number in reasons.items():
            print(f"{variant}: blocked {number}x by func.call: {reason}")


main()
