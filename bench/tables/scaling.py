"""How time grows with threads, batch, neurons and steps, beside a bound."""
import networks
from harness import bound, report
from harness.comparison import Comparison, say
from harness.network_table import case
from networks import alif

NAME = "scaling"
CONTENDERS = ["snn"]
RATE = 4                # firing, in %
RATES = {"steps": 0.3}  # at 4 % the gradient over 10,000 steps overflows
NEURONS = ("alif", "three_state")
# Sizes that vary alone; the reference in numpy keeps what all steps compute, which limits the others.
SWEEPS = {
    "neuron": [(name, alif.Shape(784, 1)) for name in NEURONS],
    "batch": [(n, alif.Shape(98, 8, n)) for n in (1, 4, 16, 64, 256, 1024)],
    "neurons": [(n, alif.Shape(98, 8, 128, n)) for n in (32, 64, 128, 256, 512, 1024, 2048)],
    "steps": [(n, alif.Shape(n, 1, 16)) for n in (28, 100, 784, 2500, 10000)],
}
TITLE = "Scaling: ALIF recurrent + LI 10, f32"
NOTE = ("One thing varies in each part: the neuron, an invented one beside ALIF (`networks/three_state.mlir`), and threads "
        "at 784 steps of 1 input, batch 128 and 128 neurons; batch and neurons at 98 steps of 8 inputs; steps at batch 16. "
        "4 % of the neurons fire, with steps 0.3 %. The bound takes every operation that no order of evaluation avoids, "
        "dense products included, at the rate of multiply-adds of a large matrix product (`harness/bound.py`); the "
        "networks' `operations` count them.")


def measured(sweep, value, shape, names, options):
    """Rows of one point, each with its bound."""
    threads = value if sweep == "threads" else options.threads
    here = type(options)(**{**vars(options), "threads": threads})
    name = value if sweep == "neuron" else "alif"
    network = networks.load(name)
    arguments = case(network, shape, (options.rates or [RATES.get(sweep, RATE)])[0], {"sweep": sweep, "value": value})
    operations = network.operations(shape, arguments.labels["measured rate %"])
    per_second = bound.multiply_adds(threads)
    rows = []
    with Comparison(name, shape, names, here) as comparison:
        for mode in options.modes:
            for row in comparison.measure(names, mode, arguments):
                rows.append({**row, "threads": threads, "bound_ms": 1e3 * operations[mode] / per_second})
        return rows, comparison.versions


def text(rows, names, machine, versions):
    parts = [f"# {TITLE}", report.machine_text(machine, versions), NOTE]
    for mode, title in (("infer", "Inference"), ("train", "Training pass: loss and gradient by all parameters")):
        lines = []
        for row in (r for r in rows if r["mode"] == mode):
            lines.append([row["sweep"], row["value"], row["contender"], report.cell(row),
                          report.milliseconds(row["bound_ms"]), report.share(row)])
        if lines:
            parts += [f"## {title}", report.markdown(["what varies", "value", "contender", "time", "bound", "share"], lines)]
    return "\n\n".join(parts)


def plot_data(rows, names):
    """A block per contender, then the bound, of each sweep and mode."""
    data = {}
    for sweep in dict.fromkeys(r["sweep"] for r in rows if r["sweep"] != "neuron"):
        for mode in ("infer", "train"):
            here = [r for r in rows if (r["sweep"], r["mode"]) == (sweep, mode) and "median_ms" in r]
            blocks = ["\n".join([f'"{name}"'] + [f"{r['value']} {r['median_ms']} {r['q1_ms']} {r['q3_ms']}"
                                                 for r in here if r["contender"] == name]) for name in names]
            points = {r["value"]: r["bound_ms"] for r in here}
            blocks.append("\n".join(['"bound"'] + [f"{value} {ms} {ms} {ms}" for value, ms in points.items()]))
            if here:
                data[f"scaling-{mode}-{sweep}.dat"] = "\n\n\n".join(blocks) + "\n"
    return data


def run(options):
    names, rows, versions = options.contenders or CONTENDERS, [], {}
    shapes = options.shapes and [alif.Shape.parse(s) for s in options.shapes]
    threads = [1 << n for n in range(options.threads.bit_length())]
    sweeps = {"threads": [(n, alif.Shape(784, 1)) for n in threads], **SWEEPS}
    if shapes:
        sweeps = {"shape": [(str(s), s) for s in shapes], "neuron": [(name, shapes[0]) for name in NEURONS]}
    for sweep, points in sweeps.items():
        for value, shape in points:
            say(f"{sweep} {value}: {shape}")
            more, found = measured(sweep, value, shape, names, options)
            rows += more
            versions.update(found)
            options.write(NAME, rows, versions, text(rows, names, options.machine, versions))
    if not shapes:
        say(report.plot(options.out, NAME, plot_data(rows, names)))
    return rows
