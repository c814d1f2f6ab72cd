"""torch.compile (Inductor, Triton) on a GPU, with a CUDA graph of its kernels where `mode` asks for one; it unrolls the
loop over time as on the CPU."""
import torch
from contenders.torch_cuda import TorchCUDA


def make(job):
    mode = job["options"].get("mode")
    return TorchCUDA(job, transform=lambda function: torch.compile(function, dynamic=False, mode=mode))
