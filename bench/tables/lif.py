"""A dense layer and LIF neurons, beside the layer's matrix products alone."""
from harness import network_table
from networks import lif

SHAPES = ["500x16x512x512", "500x16x512x512xspikes", "500x16x4096x4096", "500x16x4096x4096xspikes"]
CONTENDERS = ["snn", "gemm", "eager", "snntorch", "spikingjelly", "jax", "jax-custom"]


def jobs(options):
    for text in options.shapes or SHAPES:
        yield "lif", lif.Shape.parse(text), options.rates or [10], {"steps x batch x inputs x neurons": text}


NOTES = ("`gemm` is the layer's product alone, in training with that of the weights' gradient. Inputs are normal numbers, or "
         "spikes at 10 % declared to be spikes.")
TABLE = network_table.Table("lif", "Dense layer + LIF, f32", CONTENDERS, ["steps x batch x inputs x neurons"], jobs,
                            notes=NOTES)


def run(options):
    network_table.run(TABLE, options)
