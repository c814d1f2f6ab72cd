"""The FGI paper's network in PyTorch, the surrogate injected or as an `autograd.Function`.

One source serves eager mode, TorchScript and torch.compile; `scan_logits` has the loop as torch's `scan`. The inputs'
product with w_in is taken for all steps at once, which is faster in every mode than a product per step.
"""
import torch
from torch import Tensor


def slope(v: Tensor) -> Tensor:
    return torch.exp(-0.5 * v * v)


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


def neuron(spike):
    """One step from the synaptic current on."""

    def step(current: Tensor, u: Tensor, a: Tensor, o: Tensor, w_out: Tensor, alpha: Tensor, rho: Tensor,
             kappa: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        u = alpha * (u - current) + current
        theta = 0.1 + 0.8 * a
        z = spike(u - theta)
        u = u - z * theta
        a = rho * a + (1 - rho) * z
        read = z @ w_out
        o = kappa * (o - read) + read
        return u, a, z, o

    return step


def loop_logits(step):
    def logits(w_in: Tensor, w_rec: Tensor, w_out: Tensor, p_alpha: Tensor, p_rho: Tensor, p_kappa: Tensor,
               x: Tensor) -> Tensor:
        alpha, rho, kappa = p_alpha.sigmoid(), p_rho.sigmoid(), p_kappa.sigmoid()
        u = x.new_zeros((x.shape[1], w_rec.shape[0]))
        a, z = u, u
        o = x.new_zeros((x.shape[1], w_out.shape[1]))
        total = o
        # Unbound, not indexed: the gradient of each indexing would be as large as the whole sequence.
        for driven in (x @ w_in).unbind(0):
            u, a, z, o = step(torch.addmm(driven, z, w_rec), u, a, o, w_out, alpha, rho, kappa)
            total = total + o
        return total / x.shape[0]

    return logits


def scan_logits(step):
    from torch._higher_order_ops.scan import scan

    def logits(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x):
        alpha, rho, kappa = p_alpha.sigmoid(), p_rho.sigmoid(), p_kappa.sigmoid()
        rest = x.new_zeros((x.shape[1], w_rec.shape[0]))
        silence = x.new_zeros((x.shape[1], w_out.shape[1]))

        # The product of the inputs stands in the loop: taken before it, torch 2.13 gives wrong gradients where a step
        # has one input.
        def body(carry, x_t):
            u, a, z, o, total = carry
            u, a, z, o = step(torch.addmm(x_t @ w_in, z, w_rec), u, a, o, w_out, alpha, rho, kappa)
            # What autograd saves may not be the carried tensor itself (pytorch issue 195977).
            return [s.clone() for s in (u, a, z, o, total + o)], total.new_zeros(1)

        # Carried tensors may not alias each other.
        end, _ = scan(body, [rest, rest.clone(), rest.clone(), silence, silence.clone()], x)
        return end[4] / x.shape[0]

    return logits


def loss_of(logits):
    def loss(w_in: Tensor, w_rec: Tensor, w_out: Tensor, p_alpha: Tensor, p_rho: Tensor, p_kappa: Tensor, x: Tensor,
             labels: Tensor) -> Tensor:
        return torch.nn.functional.cross_entropy(logits(w_in, w_rec, w_out, p_alpha, p_rho, p_kappa, x), labels)

    return loss


def functions(spike, loop="loop"):
    """(infer, train): the logits of seven arguments and the loss of eight."""
    logits = {"loop": loop_logits, "scan": scan_logits}[loop](neuron(SPIKES[spike]))
    return logits, loss_of(logits)
