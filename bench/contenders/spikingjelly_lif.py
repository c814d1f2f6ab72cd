"""SpikingJelly's `LIFNode` in multi-step mode behind a dense layer."""
import importlib.metadata

from contenders.torch_eager import TorchEager
from spikingjelly.activation_based import functional, neuron, surrogate


class SpikingJelly(TorchEager):
    versions = {**TorchEager.versions, "spikingjelly": importlib.metadata.version("spikingjelly")}

    def __init__(self, job):
        super().__init__(job)
        neurons = neuron.LIFNode(tau=10.0, decay_input=False, v_threshold=1.0, v_reset=0.0, detach_reset=True,
                                 surrogate_function=surrogate.ATan(alpha=2.0), step_mode="m")

        def raster(w, x):
            functional.reset_net(neurons)
            return neurons(x @ w)

        self.functions = {"infer": raster, "train": lambda w, x: raster(w, x).mean()}


def make(job):
    return SpikingJelly(job)
