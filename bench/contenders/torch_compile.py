"""torch.compile (Inductor) on the network; it unrolls the loop over time, so compiling takes longer the more steps."""
import torch
from contenders.torch_eager import TorchEager


def make(job):
    return TorchEager(job, transform=lambda function: torch.compile(function, dynamic=False))
