"""snnTorch's `Leaky` behind a dense layer, in eager mode."""
import importlib.metadata

import snntorch
import torch
from contenders.torch_eager import TorchEager
from snntorch import surrogate


class SnnTorch(TorchEager):
    versions = {**TorchEager.versions, "snntorch": importlib.metadata.version("snntorch")}

    def __init__(self, job):
        super().__init__(job)
        neurons = snntorch.Leaky(beta=0.9, reset_mechanism="zero", spike_grad=surrogate.atan(alpha=2.0))

        def raster(w, x):
            every, v = [], neurons.reset_mem()
            for current in (x @ w).unbind(0):
                z, v = neurons(current, v)
                every.append(z)
            return torch.stack(every)

        self.functions = {"infer": raster, "train": lambda w, x: raster(w, x).mean()}


def make(job):
    return SnnTorch(job)
