#!/usr/bin/env python3
"""Shows what each stage of compilation makes of a network's training step.

show-stages.py SNN-OPT FILE.mlir ENTRY NUMBER-OF-PARAMETERS
"""
import json
import subprocess
import sys

tool, source, entry, params = sys.argv[1:]
CLEAN = ["--canonicalize", "--cse"]
EXPAND = ["--snn-decompose-neurons", "--snn-expand-fgi"]
INLINE = ["--inline", "--symbol-dce", *CLEAN]
STAGES = [
    ("the network as written", [], ""),
    ("training step added and inlined", [*EXPAND, "--snn-raise-loops", *CLEAN], "the loop is snn.scan"),
    ("differentiated", ["--ad-differentiate", *INLINE, "--loop-invariant-code-motion"], "a loop forward, a loop backward"),
    ("stop-gradients erased", ["--ad-erase-stop-gradient", *CLEAN], "FGI has become the plain spike"),
    ("spikes found", ["--snn-infer-spikes", *CLEAN], "what is 0 or 1 is i1"),
    ("tape planned", ["--ad-plan-tape", *CLEAN], "cheap values are computed again"),
    ("steps fused", ["--convert-snn-to-scf", *CLEAN, "--snn-structure-pipeline"], "one elementwise nest per layer and step"),
]


def run(passes, text):
    done = subprocess.run([tool, "-", *passes], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"show-stages.py: {' '.join(passes)}: {done.stderr.splitlines()[0]}")
    return done


def count(text, wanted):
    """Ops of the module, and those among them that are wanted."""
    stats = json.loads(run(["--print-op-stats=json=true", "-o", "/dev/null"], text).stderr)
    return sum(stats.values()), sum(stats.get(name, 0) for name in wanted)


def report(text):
    lines = run(["--snn-report-fusion=format=json output=-", "-o", "/dev/null"], text).stdout
    functions = json.loads(lines)
    functions = functions.get("functions", functions) if isinstance(functions, dict) else functions
    return max(functions, key=lambda function: function["kernels"])


with open(source) as file:
    text = file.read()
keep = f"--symbol-privatize=exclude={entry},train_step"
print(f"{'':34} {'ops':>5} {'time':>5} {'stop-':>6} {'loop':>6} {'bytes taped':>12}")
print(f"{'':34} {'':>5} {'loops':>5} {'grads':>6} {'nests':>6} {'per step':>12}")
for name, passes, note in STAGES:
    text = run(passes, text).stdout
    if passes == []:
        shown = text
        # The step is built from the loss; what is left unused goes away.
        step = f"--snn-make-train-step=entry={entry} num-params={params} optimizer=amsgrad"
        text = run([step, "--symbol-privatize=exclude=train_step", *INLINE], text).stdout
    else:
        shown = text
    ops, loops = count(shown, ["scf.for", "snn.scan"])
    _, stops = count(shown, ["ad.stop_gradient"])
    figures = report(shown)
    print(f"{name:34} {ops:5} {loops:5} {stops:6} {figures['kernels']:6} {figures['tape_bytes_per_step']:12}  {note}")
ops, _ = count(run(["--snn-cpu-pipeline"], text).stdout, [])
print(f"{'machine level (LLVM dialect)':34} {ops:5} {'':5} {'':6} {'':6} {'':12}  vectors, threads, buffers")
