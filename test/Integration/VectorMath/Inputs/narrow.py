"""narrow.py f16|bf16 DIRECTORY [OPTION...]: functions of narrow floats, computed
in f32 and rounded once, are the nearest narrow floats to the true results, or in
a case in a hundred those beside them."""
import pathlib
import subprocess
import sys

import numpy as np

UNARY = dict(exp=np.exp, exp2=np.exp2, expm1=np.expm1, log=np.log, log1p=np.log1p, tanh=np.tanh, sin=np.sin,
             cos=np.cos, atan=np.arctan, cbrt=np.cbrt, sqrt=np.sqrt)


def to_bits(values, kind):
    """The nearest narrow floats, ties to even, as integers."""
    with np.errstate(all="ignore"):
        if kind == "f16":
            return values.astype(np.float16).view(np.uint16).astype(np.int64)
        bits = values.astype(np.float32).view(np.uint32).astype(np.int64)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
    return np.where(np.isnan(values), 0x7FC0, rounded)


def from_bits(bits, kind):
    if kind == "f16":
        return bits.astype(np.uint16).view(np.float16).astype(np.float64)
    with np.errstate(all="ignore"):
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


def program(kind):
    tensor = f"tensor<?x{kind}>"
    lines = [f"  %{n} = math.{n} %x : {tensor}" for n in UNARY]
    # The power of a sum that is rounded as well.
    lines += [f"  %sum = arith.addf %x, %x : {tensor}", f"  %pow = math.powf %sum, %x : {tensor}"]
    names = [*UNARY, "pow"]
    return (f"func.func @f(%x: {tensor}) -> ({', '.join([tensor] * len(names))}) {{\n" + "\n".join(lines)
            + f"\n  return {', '.join('%' + n for n in names)} : {', '.join([tensor] * len(names))}\n}}\n")


def main():
    kind, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "f.mlir").write_text(program(kind))
    # All there are, but for one: an odd number.
    bits = np.arange(1, 1 << 16, dtype=np.uint16)
    np.savez(directory / "in.npz", arg0=bits.view(np.float16) if kind == "f16" else bits)
    subprocess.run(["snn-run", "call", str(directory / "f.mlir"), "--entry=f", f"--in={directory}/in.npz",
                    f"--out={directory}/out.npz", "--pipeline=snn-cpu-pipeline{keep-subnormals=true}"] + sys.argv[3:], check=True)
    results, x, failed = np.load(directory / "out.npz"), from_bits(bits, kind), False
    with np.errstate(all="ignore"):
        true = {name: f(x) for name, f in UNARY.items()}
        true["pow"] = from_bits(to_bits(2 * x, kind), kind) ** x
    for index, (name, values) in enumerate(true.items()):
        got, want = results[f"res{index}"].view(np.uint16).astype(np.int64), to_bits(values, kind)
        bothNaN = np.isnan(from_bits(got, kind)) & np.isnan(values)
        apart = np.where(bothNaN, 0, np.abs(got - want))
        if apart.max() > 1 or np.mean(apart != 0) > 0.01:
            failed, worst = True, int(np.argmax(apart))
            print(f"{name}: {np.sum(apart != 0)} of {len(x)} are off, {x[worst]} by {apart[worst]}: "
                  f"{from_bits(got, kind)[worst]}, true {values[worst]}")
    if not failed:
        print(f"{kind}: {len(true)} functions round once")
    sys.exit(failed)


main()
