"""The contenders by the names used on the command line and in tables."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Contender:
    """A file of contenders/, its options, and how tables call it."""
    file: str
    title: str
    options: dict = dataclasses.field(default_factory=dict)
    comparable: bool = True  # computes the network, not a part of it

    @property
    def is_peer(self):
        """Whether it needs the environment with the peers' packages."""
        return self.file not in ("snn", "handwritten")

    @property
    def is_rival(self):
        """Whether it runs whole networks of a user's: neither a bound nor this project."""
        return self.is_peer and self.comparable


CUSTOM = {"spike": "custom"}
CUDA = {"platform": "cuda"}
CONTENDERS = {
    "snn": Contender("snn", "SNN"),
    "eager": Contender("torch_eager", "PyTorch eager"),
    "eager-custom": Contender("torch_eager", "PyTorch eager, custom rule", CUSTOM),
    "script": Contender("torch_script", "TorchScript"),
    "script-custom": Contender("torch_script", "TorchScript, custom rule", CUSTOM),
    "compile": Contender("torch_compile", "torch.compile"),
    "compile-custom": Contender("torch_compile", "torch.compile, custom rule", CUSTOM),
    "scan": Contender("torch_scan", "torch.compile of scan"),
    "jax": Contender("jax_scan", "JAX scan"),
    "jax-unroll": Contender("jax_scan", "JAX scan, unroll=4", {"unroll": 4}),
    "jax-custom": Contender("jax_scan", "JAX scan, custom rule", CUSTOM),
    "handwritten": Contender("handwritten", "AVX-512 by hand"),
    "snntorch": Contender("snntorch_lif", "snnTorch"),
    "spikingjelly": Contender("spikingjelly_lif", "SpikingJelly"),
    "gemm": Contender("gemm", "matrix products alone", comparable=False),
    "snn-cuda": Contender("snn", "SNN", {"snn_options": ["--device=cuda"]}),
    "eager-cuda": Contender("torch_cuda", "PyTorch eager", CUDA),
    "graph-cuda": Contender("torch_graph", "eager in a CUDA graph", CUDA),
    "compile-cuda": Contender("torch_compile_cuda", "torch.compile", CUDA),
    "compile-graph": Contender("torch_compile_cuda", "torch.compile in a CUDA graph", {**CUDA, "mode": "reduce-overhead"}),
    "jax-cuda": Contender("jax_cuda", "JAX scan", CUDA),
}
