"""PyTorch in eager mode, and what the other ways of running PyTorch share."""
import torch

import networks


class TorchEager:
    """`transform` turns a function into what is run; the identity here."""
    versions = {"torch": torch.__version__}

    def __init__(self, job, transform=lambda function: function, loop="loop"):
        torch.set_num_threads(job["threads"])
        # Set before the thread pool exists, so that its threads inherit it.
        torch.set_flush_denormal(job["options"].get("subnormals", "flush") == "flush")
        self.network = networks.load(job["network"])
        network = networks.load(job["network"], "torch")
        infer, train = network.functions(job["options"].get("spike", "fgi"), loop)
        self.functions = {"infer": transform(infer), "train": transform(train)}

    def place(self, array):
        return torch.from_numpy(array)

    def load(self, arrays, file):
        self.arguments = [self.place(a) for a in arrays]
        self.arguments = [a.long() if a.dtype == torch.int32 else a for a in self.arguments]
        self.parameters = [self.arguments[i].requires_grad_() for i in self.network.WRT]

    def run(self, mode):
        if mode == "infer":
            with torch.no_grad():
                return {"res0": self.functions[mode](*self.arguments[:self.network.INFER_ARGUMENTS])}
        loss = self.functions[mode](*self.arguments)
        gradients = torch.autograd.grad(loss, self.parameters)
        return {"res0": loss.detach(), **{f"grad{i}": g for i, g in zip(self.network.WRT, gradients)}}

    def wait(self, results):
        pass


def make(job):
    return TorchEager(job)
