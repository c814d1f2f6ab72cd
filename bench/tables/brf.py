"""Balanced resonate-and-fire networks at the BRF paper's sizes."""
from harness import network_table
from networks import brf

SHAPES = {"ECG": brf.Shape(1300, 4, 16, 36, 6), "SHD": brf.Shape(250, 700, 32, 128, 20, spikes=True),
          "S-MNIST": brf.Shape(784, 1, 256, 256, 10)}
CONTENDERS = ["snn", "eager", "script", "compile", "scan", "jax", "jax-unroll", "jax-custom"]


def jobs(options):
    for name in options.shapes or SHAPES:
        shape = SHAPES[name] if name in SHAPES else brf.Shape.parse(name)
        yield "brf", shape, options.rates or [4], {"network": name}


NOTES = ("Labels at every step, random inputs: spikes at 5 % (ECG, SHD; SHD's are declared to be spikes), pixels of which "
         "19 % are not zero (S-MNIST).")
TABLE = network_table.Table("brf", "Balanced resonate-and-fire networks, f32", CONTENDERS, ["network", "rate %"], jobs,
                            notes=NOTES)


def run(options):
    network_table.run(TABLE, options)
