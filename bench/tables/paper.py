"""The FGI paper's network at six shapes and three firing rates, inference and training pass."""
from harness import network_table
from networks import alif

CONTENDERS = ["snn", "eager", "eager-custom", "script", "compile", "scan", "jax", "jax-unroll", "jax-custom"]


def jobs(options):
    shapes = [alif.Shape.parse(s) for s in options.shapes] if options.shapes else alif.PAPER_SHAPES
    for shape in shapes:
        yield "alif", shape, options.rates or alif.PAPER_RATES, {"steps x inputs": str(shape)}


def plot_data(rows, names):
    """A block per contender and mode of each rate: steps, median, quartiles."""
    data = {}
    for rate in sorted({r["rate %"] for r in rows}):
        for mode in ("infer", "train"):
            measured = [r for r in rows if "median_ms" in r and (r["mode"], r["rate %"]) == (mode, rate)]
            blocks = []
            for name in names:
                lines = [f"{r['shape'].split('x')[0]} {r['median_ms']} {r['q1_ms']} {r['q3_ms']}"
                         for r in measured if r["contender"] == name]
                blocks.append("\n".join([f'"{name}"', *(lines or ["NaN NaN NaN NaN"])]))
            if measured:
                data[f"paper-{mode}-{rate:g}.dat"] = "\n\n\n".join(blocks) + "\n"
    return data


TABLE = network_table.Table("paper", "ALIF 128 recurrent + LI 10, batch 128, f32 (the network of the FGI paper)",
                            CONTENDERS, ["rate %", "steps x inputs"], jobs, plot_data)


def run(options):
    network_table.run(TABLE, options)
