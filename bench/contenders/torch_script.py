"""TorchScript. It cannot see into an `autograd.Function`: the custom rule is a call back into Python."""
import networks
import torch
from contenders.torch_eager import TorchEager


def make(job):
    network = networks.load(job["network"], "torch")
    network.SPIKES["custom"] = torch.jit.ignore(network.custom)
    return TorchEager(job, transform=torch.jit.script)
