"""Runs snn-opt on mutants of the tests' programs: whatever it is given, it must answer, not crash.

    mutants.py SNN_OPT TESTS [--count=N] [--seed=N] [--keep=FOLDER] [--jobs=N]

A mutant is one program of a test file with one to three changes: a line cut, repeated or swapped with another, an
element type, a size or an op exchanged, here or everywhere. It goes through no pass, one or several passes of ours, or
the pipeline. The same seed gives the same mutants as long as the tests are the same. What ends by a signal, or not at
all, is reported with the command that shows it, and is status 1, unless upstream's parser or verifier is to blame.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import subprocess
import sys

SECONDS = 60
TYPES = ["f16", "bf16", "f32", "f64", "i1", "i8", "i32", "i64", "index", "complex<f32>", "vector<4xf32>"]
SIZES = ["0", "1", "2", "3", "7", "?", "-1", "4294967296"]
OPS = ["arith.addf", "arith.subf", "arith.mulf", "arith.divf", "arith.maximumf", "arith.minnumf", "arith.remf"]
UNARY = ["math.exp", "math.absf", "math.tanh", "arith.negf", "ad.stop_gradient", "math.sqrt", "tensor.cast"]
PIPELINES = ["snn-cpu-pipeline", "snn-cpu-pipeline=spikes=off", "snn-cpu-pipeline=checkpoint=sqrt",
             "snn-cpu-pipeline=fuse-time=false", "snn-cpu-pipeline=inline-custom-vjp"]
UPSTREAM = ["canonicalize", "cse", "inline", "symbol-dce", "sccp", "remove-dead-values", "loop-invariant-code-motion",
            "one-shot-bufferize=bufferize-function-boundaries", "linalg-generalize-named-ops"]


def passes_of(tool):
    """Names of our passes, as the tool lists them."""
    text = subprocess.run([tool, "--help"], capture_output=True, text=True).stdout
    names = re.findall(r"^ +--((?:snn|ad)-[a-z-]+|convert-snn-[a-z-]+) ", text, re.M)
    return sorted(name for name in set(names) if not name.endswith("-pipeline"))


def programs_of(tests):
    """(name, text) of every program in the tests, comments left out."""
    for path in sorted(pathlib.Path(tests).rglob("*.mlir")):
        for number, part in enumerate(path.read_text().split("// -----")):
            text = "\n".join(line for line in part.split("\n") if line.strip() and not line.strip().startswith("//"))
            if "func.func" in text:
                yield f"{path.relative_to(tests)}#{number}", text


def exchange(text, pattern, choices, rng):
    """Exchanges one match of `pattern` for one of `choices`, or all that read the same."""
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    at, new = rng.choice(found), rng.choice(choices)
    if rng.random() < 0.5:
        return re.sub(pattern, lambda m: new if m.group() == at.group() else m.group(), text)
    return text[:at.start()] + new + text[at.end():]


def mutate(text, rng):
    kind = rng.choice(["cut", "repeat", "swap", "type", "type", "size", "size", "op", "value", "word"])
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    if kind == "cut":
        del lines[one]
    elif kind == "repeat":
        lines.insert(other, lines[one])
    elif kind == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == "type":
        return exchange(text, r"(?<=[x :<(])(?:f16|bf16|f32|f64|i1|i8|i32|i64|index)\b", TYPES, rng)
    elif kind == "size":
        return exchange(text, r"(?<=[<x])(?:\d+|\?)(?=x)", SIZES, rng)
    elif kind == "op":
        operations = rng.choice([OPS, UNARY])
        return exchange(text, "|".join(re.escape(name) for name in operations), operations, rng)
    elif kind == "value":
        values = re.findall(r"%\w+(?:#\d+)?", text) or ["%0"]
        return exchange(text, r"%\w+(?:#\d+)?", [rng.choice(values)], rng)
    else:
        words = re.findall(r"[A-Za-z_.]+|\d+", text)
        return exchange(text, r"[A-Za-z_.]+|\d+", [rng.choice(words + ["-1", "", "0x7FC00000"])], rng)
    return "\n".join(lines)


def passes_for(passes, rng):
    kind = rng.random()
    if kind < 0.1:
        return []
    if kind < 0.45:
        return [rng.choice(PIPELINES)]
    chosen = [rng.choice(passes) for _ in range(rng.choice([1, 1, 2, 4]))]
    if rng.random() < 0.5:
        chosen.insert(rng.randrange(len(chosen) + 1), rng.choice(UPSTREAM))
    return chosen


def answer(command):
    """The exit status of a command, None if it does not end, and what it wrote to stderr."""
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stderr.decode(errors="replace")


def is_upstreams(command):
    """True if the tool crashes on reading alone, with no code of ours on the stack: in a parser or verifier of MLIR."""
    status, text = answer(command)
    frames = [line for line in text.split("\n") if re.match(r" *#\d+ ", line)]
    foreign = re.compile(r"\.so\b|/usr/|sysdeps|/csu/| main | _start ")
    return status not in (0, 1, None) and all(foreign.search(frame) for frame in frames)


def run(tool, mutant, keep):
    """Whether a mutant is a program that the passes take, and what went wrong with it, if anything."""
    number, name, text, passes = mutant
    path = keep / f"mutant{number}.mlir"
    path.write_text(text)
    read = [tool, str(path), "-o", os.devnull]
    command = read + [f"--{name}" for name in passes]
    status, _ = answer(command)
    if status in (0, 1):
        path.unlink()
        return status == 0, None
    how = "does not end" if status is None else f"status {status}"
    note = " (upstream's)" if status is not None and is_upstreams(read) else ""
    return False, f"{name}: {how}{note}: {' '.join(command)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("tests")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("mutants"))
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    passes, programs = passes_of(arguments.tool), list(programs_of(arguments.tests))
    mutants = []
    for number in range(arguments.count):
        rng = random.Random(f"{arguments.seed}.{number}")
        name, text = rng.choice(programs)
        for _ in range(rng.choice([1, 1, 2, 3])):
            text = mutate(text, rng)
        mutants.append((f"{arguments.seed}-{number}", name, text, passes_for(passes, rng)))
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        done = list(pool.map(lambda mutant: run(arguments.tool, mutant, arguments.keep), mutants))
    wrong = [report for _, report in done if report]
    taken = sum(accepted for accepted, _ in done)
    print(f"{len(mutants)} mutants of {len(programs)} programs: {taken} compiled, {len(wrong)} wrong")
    print("\n".join(wrong))
    return 1 if any("(upstream's)" not in report for report in wrong) else 0


sys.exit(main())
