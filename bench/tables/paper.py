"""The FGI paper's network at six shapes and three firing rates, inference and training pass."""
from harness import checks, report
from harness.comparison import Case, Comparison, say
from networks import alif

NAME = "paper"
TITLE = "ALIF 128 recurrent + LI 10, batch 128, f32 (the network of the FGI paper)"
CONTENDERS = ["snn", "eager", "eager-custom", "script", "compile", "scan", "jax", "jax-unroll", "jax-custom"]
KEYS = ["rate %", "steps x inputs"]


def cases(shape, rates):
    for percent in rates:
        gain = alif.gain_for(shape, percent)
        timed = alif.arguments(shape, gain)
        draw = lambda batch: alif.arguments(shape, gain, batch)
        checked, distinct = checks.safe_batch(draw, alif.potentials, alif.SAMPLE_AXES)
        labels = {"rate %": percent, "steps x inputs": str(shape), "gain": gain, "measured rate %": alif.rate(timed),
                  "samples checked": distinct}
        yield Case(labels, timed, checked, alif.reference(checked))


def text(rows, names, machine, versions):
    parts = [f"# {TITLE}", report.machine_text(machine, versions)]
    for mode, title in (("infer", "Inference"), ("train", "Training pass: loss and gradient by all parameters")):
        if any(r["mode"] == mode for r in rows):
            parts += [f"## {title}", report.comparison(rows, names, mode, KEYS)]
    weights = {(r["steps x inputs"], r["rate %"]): r for r in rows}
    parts += ["## Weights and firing rates", report.markdown(
        ["steps x inputs", "rate asked %", "gain", "rate measured %", "distinct samples checked"],
        [[*key, r["gain"], f"{r['measured rate %']:.2f}", r["samples checked"]] for key, r in weights.items()])]
    parts += ["## Every figure", report.details(rows, KEYS)]
    return "\n\n".join(parts)


def plot_data(rows, names):
    """A block per contender and mode of each rate: steps, median, quartiles."""
    data = {}
    for rate in sorted({r["rate %"] for r in rows}):
        for mode in ("infer", "train"):
            blocks = []
            for name in names:
                points = [r for r in rows if "median_ms" in r
                          and (r["contender"], r["mode"], r["rate %"]) == (name, mode, rate)]
                lines = [f'"{name}"'] + [f"{r['shape'].split('x')[0]} {r['median_ms']} {r['q1_ms']} {r['q3_ms']}"
                                         for r in points]
                blocks.append("\n".join(lines if points else lines + ["NaN NaN NaN NaN"]))
            if any("median_ms" in r for r in rows if (r["mode"], r["rate %"]) == (mode, rate)):
                data[f"paper-{mode}-{rate:g}.dat"] = "\n\n\n".join(blocks) + "\n"
    return data


def run(options):
    shapes = [alif.Shape.parse(s) for s in options.shapes] if options.shapes else alif.PAPER_SHAPES
    rates = [float(r) for r in options.rates] if options.rates else alif.PAPER_RATES
    names = options.contenders or CONTENDERS
    rows, versions = [], {}
    for shape in shapes:
        with Comparison("alif", shape, names, options) as comparison:
            versions.update(comparison.versions)
            for case in cases(shape, rates):
                say(f"{shape}, firing {case.labels['measured rate %']:.2f} % (gain {case.labels['gain']})")
                for mode in options.modes:
                    rows += comparison.measure(names, mode, case)
                options.write(NAME, rows, versions, text(rows, names, options.machine, versions))
    say(report.plot(options.out, NAME, plot_data(rows, names)))
    return rows
