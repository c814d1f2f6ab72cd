"""Forward mode against reverse mode: <ct, J t> and <J^T ct, t> have to be one number.

    dot_products.py DIR FILE.mlir [ENTRY...]

For each program that a RUN line of FILE.mlir gives to `snn-run check` or, with
inputs beside it, to `snn-run grad`, or for those named ENTRY: the program is
promoted to f64, and `ad.jvp` and `ad.vjp` of it run with random tangents and
cotangents. Prints a line for each; exit 1 where the two differ by more than
1e-12 of what their terms add up to, or where there is no program.
"""
import pathlib
import re
import shlex
import subprocess
import sys

import numpy as np

RTOL = 1e-12
ARRAYS = pathlib.Path(__file__).parents[2] / "arrays.py"
HEADER = r"^ *func\.func (?:private )?@%s\((.*?)\)(?: -> (.*?))?(?: attributes \{.*\})? \{$"


def split(text):
    """The parts of `text` between its outermost commas."""
    parts, depth, part = [], 0, ""
    for place, character in enumerate(text):
        depth += character in "<({["
        depth -= character in ">)}]" and text[place - 1:place + 1] != "->"
        if character == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += character
    return [p for p in parts + [part.strip()] if p]


def signature(program, entry):
    """The types of the arguments and of the results."""
    found = re.search(HEADER % entry, program, re.M)
    if not found:
        sys.exit(f"dot_products.py: expected a function @{entry} in the promoted program, found none")
    arguments = [re.sub(r" \{.*\}$", "", a.split(": ", 1)[1]) for a in split(found[1])]
    results = found[2] or ""
    return arguments, split(results[1:-1] if results.startswith("(") else results)


def is_float(type_):
    return type_ == "f64" or (type_.startswith("tensor<") and re.search(r"(^|x|<)f64>$", type_) is not None)


def cases(file, folder):
    """Pairs of an entry with its wrt, and the arguments that the RUN lines before it made."""
    last = None
    for line in re.sub(r"\\\n// RUN:", "", file.read_text()).splitlines():
        line = line.partition("RUN: ")[2]
        words = shlex.split(line) if line else []
        if any(w.endswith("Integration/arrays.py") for w in words):
            last = folder / "arrays.npz"
            made = [w for w in words[1:] if not w.endswith("arrays.py")]
            subprocess.run([sys.executable, ARRAYS, last, *made[1:]], check=True)
        options = dict(w[2:].split("=", 1) for w in words if w.startswith("--") and "=" in w)
        if words[:1] != ["snn-run"] or "wrt" not in options or words[1] not in ("check", "grad"):
            continue
        given = options["in"].replace("%S", str(file.parent))
        path = last if given.startswith("%t") else pathlib.Path(given)
        if path:
            with np.load(path) as arrays:
                yield options["entry"], options["wrt"], {k: arrays[k] for k in arrays.files}


def promoted_text(file):
    promote = ["snn-opt", file, "--ad-promote-floats"]
    return subprocess.run(promote, check=True, stdout=subprocess.PIPE, text=True).stdout


def promoted(array, type_):
    if is_float(type_) and array.dtype == np.uint16:  # the bits of bfloat16
        array = (array.astype(np.uint32) << 16).view(np.float32)
    return array.astype(np.float64) if is_float(type_) else array


def with_request(program, entry, wrt):
    """The program with a function @forward_of_it that asks for the tangents of `entry`."""
    arguments, results = signature(program, entry)
    floats = [t for t in results if is_float(t)]
    return program.rstrip()[:-1] + request(entry, wrt, arguments, floats) + "}\n"


def request(entry, wrt, arguments, results):
    tangents = [arguments[i] for i in wrt]
    values = [f"%{kind}{i}" for kind, of in (("a", arguments), ("t", tangents)) for i in range(len(of))]
    types = ", ".join(results)
    names = ", ".join(f"%r#{i}" for i in range(len(results)))
    declared = ", ".join(f"{v}: {t}" for v, t in zip(values, [*arguments, *tangents]))
    return (f"func.func @forward_of_it({declared}) -> ({types}) {{\n"
            f"  %r:{len(results)} = ad.jvp @{entry}({', '.join(values[:len(arguments)])}) "
            f"tangents({', '.join(values[len(arguments):])}) {{wrt = [{', '.join(map(str, wrt))}]}}\n"
            f"    : ({', '.join(arguments)}) tangents({', '.join(tangents)}) -> ({types})\n"
            f"  return {names} : {types}\n}}\n")


def run(verb, program, entry, arrays, folder, *options):
    np.savez(folder / "in.npz", **arrays)
    subprocess.run(["snn-run", verb, program, f"--entry={entry}", f"--in={folder / 'in.npz'}",
                    f"--out={folder / 'out.npz'}", *options], check=True)
    with np.load(folder / "out.npz") as out:
        return {k: out[k] for k in out.files}


def compare(text, entry, wrt, given, folder, rng):
    """True if the two products agree."""
    arguments, results = signature(text, entry)
    numbers = [int(i) for i in wrt.split(",")]
    floats = [i for i, t in enumerate(results) if is_float(t)]
    program = folder / "program.mlir"
    program.write_text(with_request(text, entry, numbers))
    values = {f"arg{i}": promoted(given[f"arg{i}"], t) for i, t in enumerate(arguments)}
    tangents = [rng.standard_normal(values[f"arg{i}"].shape) for i in numbers]
    both = values | {f"arg{len(arguments) + k}": t for k, t in enumerate(tangents)}
    forward = run("call", program, "forward_of_it", both, folder)
    cotangents = {k: rng.standard_normal(forward[f"res{k}"].shape) for k in range(len(floats))}
    # Files name cotangents by the number of the result, of whatever type those before it are.
    reverse = run("grad", program, entry, values | {f"cot{floats[k]}": c for k, c in cotangents.items()},
                  folder, f"--wrt={wrt}")
    terms = [np.ravel(cotangents[k] * forward[f"res{k}"]) for k in cotangents]
    back = [np.ravel(reverse[f"grad{i}"] * t) for i, t in zip(numbers, tangents)]
    left, right = (sum(t.sum() for t in side) for side in (terms, back))
    scale = max(sum(np.abs(t).sum() for t in side) for side in (terms, back))
    error = abs(left - right) / scale if scale else 0.0
    print(f"{entry} --wrt={wrt}: <ct, J t> = {left:.17g}, <J^T ct, t> = {right:.17g}, off by {error:.1e}", flush=True)
    return error <= RTOL


def main():
    folder, file = (pathlib.Path(a) for a in sys.argv[1:3])
    folder.mkdir(parents=True, exist_ok=True)
    text = promoted_text(file)
    rng = np.random.default_rng(11)
    chosen = [c for c in cases(file, folder) if not sys.argv[3:] or c[0] in sys.argv[3:]]
    agree = [compare(text, *case, folder, rng) for case in chosen]
    if not agree:
        sys.exit(f"dot_products.py: expected programs with --wrt in the RUN lines of {file}, found none")
    sys.exit(not all(agree))


if __name__ == "__main__":
    main()
