"""ulp.py f32|f64 DIRECTORY [--flush] [--dense] [--print] [OPTION...]: the error of every
function of a vector of floats in units in the last place of the true result.

Compiles a program of all functions with snn-run (OPTION goes to it), runs it on
numbers of every magnitude and on special ones, compares with long double, and
fails where an error is beyond what docs/Numerics.md says. With --flush, as the
pipeline does by default, subnormal numbers may count as zero."""
import pathlib
import re
import subprocess
import sys

import numpy as np

LONG = np.longdouble
UNARY = ("exp exp2 expm1 log log2 log10 log1p tanh sinh cosh asinh acosh atanh sin cos tan asin "
         "acos atan erf erfc cbrt sqrt rsqrt").split()
BINARY = ["powf", "atan2"]


def square(x):
    """x^2 in two long doubles, for x of at most 53 bits."""
    high = (x.astype(np.float64).view(np.uint64) & np.uint64(0xFFFFFFFFF8000000)).view(np.float64)
    high = high.astype(LONG)
    return high * high, (x - high) * (x + high)


def bell(x):
    high, low = square(x)
    return np.exp(-high) * np.exp(-low)


def erf_series(x):
    """erf(x) / exp(-x^2) for small x: all terms have one sign."""
    term = total = x * 2 / np.sqrt(LONG(np.pi) + LONG("1.2246467991473531772e-16"))
    for n in range(1, 60):
        term = term * 2 * x * x / (2 * n + 1)
        total = total + term
    return total


def erfc_fraction(x):
    """erfc(x) / exp(-x^2) for x >= 1: a continued fraction."""
    value = x
    for n in range(600, 0, -1):
        value = x + LONG(n) / 2 / value
    return 1 / value / np.sqrt(LONG(np.pi) + LONG("1.2246467991473531772e-16"))


def erfc(x):
    small, large = np.clip(np.abs(x), 0, 1), np.clip(np.abs(x), 1, 120)
    right = np.where(np.abs(x) < 1, 1 - erf_series(small) * bell(small), erfc_fraction(large) * bell(large))
    return np.where(np.isnan(x), x, np.where(x < 0, 2 - right, right))


def erf(x):
    small = np.clip(np.abs(x), 0, 1)
    right = np.where(np.abs(x) < 1, erf_series(small) * bell(small), 1 - erfc(np.abs(x)))
    return np.where(np.isnan(x), x, np.copysign(right, x))


TRUE = {name: getattr(np, {"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "asin": "arcsin",
                           "acos": "arccos", "atan": "arctan", "atan2": "arctan2"}.get(name, name), None)
        for name in UNARY + BINARY}
TRUE.update(erf=erf, erfc=erfc, powf=np.power, rsqrt=lambda x: 1 / np.sqrt(x))


def program(kind):
    tensor = f"tensor<?x{kind}>"
    lines = [f"  %{n} = math.{n} %x : {tensor}" for n in UNARY]
    lines += [f"  %{n} = math.{n} %x, %y : {tensor}" for n in BINARY]
    names = UNARY + BINARY
    types = ", ".join([tensor] * len(names))
    return (f"func.func @f(%x: {tensor}, %y: {tensor}) -> ({types}) {{\n" + "\n".join(lines)
            + f"\n  return {', '.join('%' + n for n in names)} : {types}\n}}\n")


def numbers(kind, count):
    """Arguments of every kind, an odd number of them; the second ones too."""
    rng = np.random.default_rng(0)
    info = np.finfo(kind)
    spread = [np.ldexp(1 + rng.random(4 * count), rng.integers(info.minexp - info.nmant, info.maxexp, 4 * count))]
    for most in (1, 2, 8, 40, 110, 800, 1e4, 1e6):
        spread.append(rng.random(count) * most)
        spread.append(1 + (rng.random(count // 4) - 0.5) / most ** 3)
    spread.append(np.arange(1, 2 * count // 3) * (np.pi / 4))
    positive = np.concatenate(spread)
    edges = np.array([0, np.inf, np.nan, 1, 2, 3, 0.5, 1 / 3, info.tiny, info.max, info.tiny / 2, info.smallest_subnormal,
                      info.eps, 1 - info.epsneg, 1 + info.eps, 2.0 ** 20, 2.0 ** 53, 2.0 ** 53 + 2, 1e22])
    limits = [f(at) for at in (info.max, info.tiny, info.smallest_subnormal) for f in (np.log, np.log2, np.arcsinh)]
    near = np.abs(np.concatenate([np.array(limits) * (1 + k * info.eps) for k in range(-6, 7)]).astype(kind))
    special = np.concatenate([edges, -edges])
    x = np.concatenate([positive, -positive, near, -near, np.repeat(special, len(special))]).astype(kind)
    # Powers that are numbers, and those of whole numbers.
    with np.errstate(all="ignore"):
        y = rng.uniform(-1, 1, len(x)) * np.log(float(info.max)) / np.maximum(np.abs(np.log(np.abs(x.astype(float)))), 1e-3)
    y = np.where(rng.random(len(x)) < 0.2, np.rint(np.clip(y, -1e6, 1e6)), y)
    y[-len(special) ** 2:] = np.tile(special, len(special))
    odd = len(x) - 1 | 1
    return x[:odd], y.astype(kind)[:odd]


def error(got, want, kind, flush):
    """In units in the last place, or infinite where NaN, infinity or sign are wrong."""
    info = np.finfo(kind)
    with np.errstate(all="ignore"):
        unit = np.ldexp(LONG(1), np.maximum(np.frexp(np.abs(want))[1] - 1, info.minexp) - info.nmant)
        rounded = want.astype(kind)
        apart = np.abs(got.astype(LONG) - want) / unit
    tiny = np.abs(want) < LONG(info.tiny)
    if flush:
        apart = np.where(tiny & (np.abs(got) < info.tiny), 0, apart)
    # Infinity is one step beyond the largest number.
    beyond = np.abs(want) >= LONG(info.max)
    nearly = np.isinf(got) & np.isfinite(want) & (np.abs(want) >= LONG(info.max) * (1 - 2 * LONG(info.eps)))
    at_most = np.isfinite(got) & (np.abs(got) >= info.max * (1 - 2 * info.eps)) & np.isfinite(want) & beyond
    same = (got == rounded) | (np.isnan(got) & np.isnan(rounded))
    apart = np.where((nearly | at_most) & ~same, 1, apart)
    apart = np.where(same & ~np.isfinite(rounded), 0, apart)
    wrong = np.isnan(got) != np.isnan(rounded)
    wrong |= np.isinf(got) & ~nearly & (got != rounded)
    wrong |= ~np.isnan(got) & (np.signbit(got) != np.signbit(want))
    return np.where(wrong | np.isnan(apart), np.inf, apart)


def documented(kind):
    """The errors that docs/Numerics.md states: '| name | f32 | f64 |'."""
    text = (pathlib.Path(__file__).parents[4] / "docs" / "Numerics.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| ([0-9.]+) \| ([0-9.]+) \|", text, re.M)
    return {row[0]: float(row[1 if kind == "f32" else 2]) for row in rows}


def main():
    kind, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    options = sys.argv[3:]
    flush = "--flush" in options
    type_ = dict(f32=np.float32, f64=np.float64)[kind]
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "f.mlir").write_text(program(kind))
    x, y = numbers(type_, 60000 if "--dense" in options else 1500)
    np.savez(directory / "in.npz", arg0=x, arg1=y)
    keep = "" if flush else "{keep-subnormals=true}"
    subprocess.run(["snn-run", "call", str(directory / "f.mlir"), "--entry=f", f"--in={directory}/in.npz",
                    f"--out={directory}/out.npz", f"--pipeline=snn-cpu-pipeline{keep}"]
                   + [o for o in options if o not in ("--flush", "--dense", "--print")], check=True)
    results = np.load(directory / "out.npz")
    bounds, failed = documented(kind), False
    if flush:
        tiny = np.finfo(type_).tiny
        x, y = (np.where(np.abs(v) < tiny, np.copysign(type_(0), v), v) for v in (x, y))
    for index, name in enumerate(UNARY + BINARY):
        with np.errstate(all="ignore"):
            want = TRUE[name](*(v.astype(LONG) for v in ((x, y) if name in BINARY else (x,))))
        got = results[f"res{index}"]
        apart = error(got, want, type_, flush)
        worst = int(np.argmax(apart))
        if "--print" in options:
            print(f"{name:6} {float(apart[worst]):8.3f} at {x[worst]!r}, {y[worst]!r}: {got[worst]!r}, true {want[worst]!r}"
                  f" ({np.sum(np.isinf(apart))} wrong)")
        if not apart[worst] <= bounds.get(name, 0):
            failed = True
            print(f"{name}: {apart[worst]:.3f} ulp at x = {x[worst]!r}, y = {y[worst]!r}: {got[worst]!r}, "
                  f"true {want[worst]!r}; documented {bounds.get(name)}")
    if not failed:
        print(f"{kind}: {len(UNARY + BINARY)} functions are as documented")
    sys.exit(failed)


main()
