"""The FGI paper's network, and others by name, on a GPU."""
from harness import gpu, network_table
from networks import alif
from tables import brf

CONTENDERS = ["snn-cuda", "eager-cuda", "graph-cuda", "compile-cuda", "compile-graph", "jax-cuda"]
SHAPES = ["784x1", "196x4", "28x28"]


def jobs(options):
    """Shapes are the paper's (steps x inputs), or names of the table `brf`."""
    for name in options.shapes or SHAPES:
        if name in brf.SHAPES:
            yield "brf", brf.SHAPES[name], options.rates or [4], {"network": f"BRF {name}"}
        else:
            yield "alif", alif.Shape.parse(name), options.rates or alif.PAPER_RATES, {"network": f"ALIF {name}"}


NOTES = ("SNN has arguments and results on the host: its time includes copying both, the launch and the wait for the end, and "
         "not the compilation. The others have both on the GPU: their time includes launches and the wait. All compute in "
         "f32 without tf32.")
TABLE = network_table.Table("gpu", "On a GPU: ALIF 128 recurrent + LI 10, batch 128 (the network of the FGI paper), and "
                            "BRF networks, f32", CONTENDERS, ["network", "rate %"], jobs, notes=NOTES)


def run(options):
    options.machine["gpu"] = gpu.require()
    network_table.run(TABLE, options)
