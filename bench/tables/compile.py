"""Compile time over the number of steps, and the memory of a training pass."""
import statistics
import tempfile

from harness import comparison, report
from harness.registry import CONTENDERS as KNOWN
from harness.workers import Failure
from networks import alif

NAME = "compile"
TITLE = "Compile time and memory: ALIF 128 recurrent + LI 10, batch 128, training pass"
CONTENDERS = ["snn", "eager", "compile", "scan", "jax"]
SHAPES = [alif.Shape(28, 1), alif.Shape(784, 1), alif.Shape(10000, 1)]
SLOW_S = 20  # compilers that take longer are asked once
COMPILES_NOTHING = ("eager",)
GAIN = 3.46  # fires at 0.3 % over 784 steps


def measure(name, shape, file, options):
    """First call, a later call and the memory of another, in a process of its own."""
    out = tempfile.NamedTemporaryFile(suffix=".npz")
    limit = options.settings.limit_s
    with comparison.start(name, "alif", shape, options) as worker:
        worker.ask(60, "load", file=file)
        first = worker.ask(limit, "results", mode="train", out=out.name)["first_call_s"]
        later = worker.ask(limit, "time", mode="train", reps=1)
        peak = worker.ask(limit, "memory", mode="train")["peak_bytes"]
    # What the first call takes longer than a later one is compilation, where the contender does not say it.
    compile_s = later["compile_ms"] / 1e3 if "compile_ms" in later else first - later["ms"][0] / 1e3
    return {"compile_s": max(0.0, compile_s), "run_ms": later["ms"][0], "peak_bytes": peak}


def row_of(name, shape, file, options):
    row, runs = {"contender": name, "shape": str(shape), "steps": shape.steps}, []
    try:
        while not runs or (len(runs) < options.settings.rounds and runs[0]["compile_s"] < SLOW_S):
            runs.append(measure(name, shape, file, options))
    except Failure as failure:
        return {**row, "failed": str(failure)}
    compiled = [r["compile_s"] for r in runs]
    return {**row, "compile_s": statistics.median(compiled), "compile_min_s": min(compiled),
            "compile_max_s": max(compiled), "runs": len(runs),
            **{k: statistics.median(r[k] for r in runs) for k in ("run_ms", "peak_bytes")}}


def cells(row):
    if row is None or "failed" in row:
        return ["" if row is None else row["failed"].split(":")[0], ""]
    spread = f"{row['compile_s']:.2f} ({row['compile_min_s']:.2f} to {row['compile_max_s']:.2f})"
    return ["none" if row["contender"] in COMPILES_NOTHING else spread, report.bytes_text(row["peak_bytes"])]


def text(rows, names, machine, versions):
    header = ["steps"] + [f"{KNOWN[n].title}, {what}" for n in names for what in ("compile (s)", "peak")]
    lines = [[steps] + [c for n in names for c in cells(report.find(rows, contender=n, steps=steps))]
             for steps in dict.fromkeys(r["steps"] for r in rows)]
    note = ("Compile time: median (least to most) over fresh processes; for peers the first call less a later one. Peak: "
            "live bytes of the compiled code above its inputs for SNN, rise of the resident set during a run for PyTorch, XLA's plan "
            "for JAX.")
    return "\n\n".join([f"# {TITLE}", report.machine_text(machine, versions), note, report.markdown(header, lines)])


def run(options):
    shapes = [alif.Shape.parse(s) for s in options.shapes] if options.shapes else SHAPES
    names = options.contenders or CONTENDERS
    rows, given_up = [], {}
    for shape in shapes:
        with tempfile.NamedTemporaryFile(suffix=".npz") as file:
            comparison.save(file.name, alif.arguments(shape, GAIN))
            for name in names:
                # What fails at fewer steps is not tried with more.
                row = row_of(name, shape, file.name, options) if name not in given_up else \
                    {"contender": name, "shape": str(shape), "steps": shape.steps, "failed": given_up[name]}
                if "failed" in row:
                    given_up[name] = row["failed"]
                comparison.say(f"  {shape} {name:10} {' '.join(cells(row))}")
                rows.append(row)
                options.write(NAME, rows, {}, text(rows, names, options.machine, {}))
    return rows
