"""The FGI paper's network beside AVX-512 intrinsics of the same steps: what compiled code is held against."""
import dataclasses

from harness import network_table
from tables import paper


def jobs(options):
    if not options.shapes:
        options.shapes = ["784x1", "28x28"]
    yield from paper.jobs(options)


NOTES = ("By hand: spikes as bits, recurrent currents and weight gradients summed over set bits, a dense product for the "
         "recurrent cotangent, checkpoints every 28 steps, fused multiply-adds, subnormals flushed.")
TABLE = dataclasses.replace(paper.TABLE, name="handwritten", contenders=["snn", "handwritten"], jobs=jobs, notes=NOTES,
                            title="SNN beside intrinsics: " + paper.TABLE.title, plot_data=None)


def run(options):
    network_table.run(TABLE, options)
