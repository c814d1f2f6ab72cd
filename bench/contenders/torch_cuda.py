"""PyTorch in eager mode on a GPU, and what the other ways of running PyTorch there share. Arguments and results stay on
the GPU; products are of f32 in full, not of tf32."""
import torch
from contenders.torch_eager import TorchEager


class TorchCUDA(TorchEager):
    def __init__(self, job, **how):
        super().__init__(job, **how)
        torch.backends.cuda.matmul.allow_tf32 = False
        self.versions = {"torch": torch.__version__, "CUDA of torch": torch.version.cuda}

    def place(self, array):
        return torch.from_numpy(array).cuda()

    def wait(self, results):
        torch.cuda.synchronize()

    def fetch(self, results):
        return {name: value.cpu() for name, value in results.items()}


def make(job):
    return TorchCUDA(job)
