"""PyTorch in eager mode on a GPU, its kernels captured in a CUDA graph once and replayed: what eager does without the
time that the CPU takes to launch it."""
import torch
from contenders.torch_cuda import TorchCUDA

WARM_UPS = 3  # before a capture, as torch's documentation asks for


class TorchGraph(TorchCUDA):
    def load(self, arrays, file):
        super().load(arrays, file)
        self.captured = {}  # a graph is of these arguments

    def capture(self, mode):
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(WARM_UPS):
                super().run(mode)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            results = super().run(mode)
        return graph, results

    def run(self, mode):
        if mode not in self.captured:
            self.captured[mode] = self.capture(mode)
        graph, results = self.captured[mode]
        graph.replay()
        return results


def make(job):
    return TorchGraph(job)
