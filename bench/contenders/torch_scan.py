"""torch.compile (Inductor) on the network written with torch's `scan`, which keeps the loop a loop."""
import torch
from contenders.torch_eager import TorchEager


def make(job):
    # The loop counter is a scalar tensor in what Inductor makes of a scan.
    torch._dynamo.config.capture_scalar_outputs = True
    return TorchEager(job, transform=lambda function: torch.compile(function, dynamic=False), loop="scan")
