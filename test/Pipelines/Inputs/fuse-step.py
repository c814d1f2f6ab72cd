"""Writes small dyadic inputs, whose sums and products are exact: argument shapes as in fuse-step.mlir."""
import sys

import numpy

steps, batch, neurons = (int(word) for word in sys.argv[2:5])
random = numpy.random.default_rng(1)


def dyadic(*shape, scale=8):
    return (random.integers(-8, 9, shape) / scale).astype(numpy.float32)


numpy.savez(sys.argv[1], arg0=dyadic(steps, batch, 1), arg1=dyadic(1, neurons), arg2=dyadic(neurons, neurons),
            arg3=random.integers(0, 4, neurons).astype(numpy.float32) / 4, arg4=dyadic(batch, neurons))
