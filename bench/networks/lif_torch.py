"""A dense layer and LIF neurons in PyTorch: one matrix product for all steps, then the loop."""
import torch
from torch import Tensor


def slope(v: Tensor) -> Tensor:
    return 1 / (1 + (3.141592653589793 * v) ** 2)


def fgi(v: Tensor) -> Tensor:
    h = v * slope(v).detach()
    return (h - h.detach()) + (v > 0).to(v.dtype).detach()


class Custom(torch.autograd.Function):
    @staticmethod
    def forward(context, v):
        context.save_for_backward(v)
        return (v > 0).to(v.dtype)

    @staticmethod
    def backward(context, ct):
        (v,) = context.saved_tensors
        return ct * slope(v)


def custom(v: Tensor) -> Tensor:
    return Custom.apply(v)


SPIKES = {"fgi": fgi, "custom": custom}


def loop_raster(spike):
    def raster(w: Tensor, x: Tensor) -> Tensor:
        every = []
        v = x.new_zeros((x.shape[1], w.shape[1]))
        for current in (x @ w).unbind(0):
            v = 0.9 * v + current
            z = spike(v - 1)
            v = v * (1 - z.detach())
            every.append(z)
        return torch.stack(every)

    return raster


def scan_raster(spike):
    from torch._higher_order_ops.scan import scan

    def raster(w, x):
        def body(v, current):
            v = 0.9 * v + current
            z = spike(v - 1)
            return (v * (1 - z.detach())).clone(), z.clone()

        return scan(body, x.new_zeros((x.shape[1], w.shape[1])), x @ w)[1]

    return raster


def rate_of(raster):
    def loss(w: Tensor, x: Tensor) -> Tensor:
        return raster(w, x).mean()

    return loss


def functions(spike, loop="loop"):
    """(infer, train): the spikes and the firing rate."""
    raster = {"loop": loop_raster, "scan": scan_raster}[loop](SPIKES[spike])
    return raster, rate_of(raster)
