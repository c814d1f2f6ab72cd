"""Balanced resonate-and-fire networks in PyTorch, as examples/brf has them; alif_torch.py says what the modes share."""
import torch
from torch import Tensor

DT = 0.01


def slope(v: Tensor) -> Tensor:
    v2 = v * v
    return 0.45878362249 * torch.exp(-2.0 * v2) - 0.01994711402 * torch.exp(-0.05555555556 * v2)


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


def resonator(spike):
    """One step from the current on."""

    def step(current: Tensor, u: Tensor, v: Tensor, q: Tensor, o: Tensor, w_out: Tensor, omega: Tensor, b_rest: Tensor,
             alpha: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        b = b_rest - q
        u_next = u + 0.01 * (b * u - omega * v + current)
        v_next = v + 0.01 * (omega * u + b * v)
        z = spike(u_next - 1 - q)
        o = alpha * o + (1 - alpha) * (z @ w_out.t())
        return u_next, v_next, z, 0.9 * q + z, o

    return step


def damping(omega: Tensor, b_offset: Tensor) -> Tensor:
    return (-1 + torch.sqrt(1 - (0.01 * omega) ** 2)) / 0.01 - b_offset.abs()


def loop_outputs(step):
    def outputs(w: Tensor, omega_raw: Tensor, b_offset: Tensor, w_out: Tensor, tau_mem: Tensor, x: Tensor) -> Tensor:
        omega = omega_raw.abs()
        b_rest, alpha = damping(omega, b_offset), torch.exp(-1 / tau_mem.abs())
        w_z = w[:, x.shape[2]:].t()
        u = x.new_zeros((x.shape[1], w.shape[0]))
        v, z, q = u, u, u
        o = x.new_zeros((x.shape[1], w_out.shape[0]))
        every = []
        for driven in (x @ w[:, :x.shape[2]].t()).unbind(0):
            u, v, z, q, o = step(torch.addmm(driven, z, w_z), u, v, q, o, w_out, omega, b_rest, alpha)
            every.append(o)
        return torch.stack(every)

    return outputs


def scan_outputs(step):
    from torch._higher_order_ops.scan import scan

    def outputs(w, omega_raw, b_offset, w_out, tau_mem, x):
        omega = omega_raw.abs()
        b_rest, alpha = damping(omega, b_offset), torch.exp(-1 / tau_mem.abs())
        w_x, w_z = w[:, :x.shape[2]].t().contiguous(), w[:, x.shape[2]:].t().contiguous()
        rest = x.new_zeros((x.shape[1], w.shape[0]))
        silence = x.new_zeros((x.shape[1], w_out.shape[0]))

        def body(carry, x_t):
            u, v, z, q, o = carry
            state = step(torch.addmm(x_t @ w_x, z, w_z), u, v, q, o, w_out, omega, b_rest, alpha)
            return [s.clone() for s in state], state[4] * 1

        return scan(body, [rest, rest.clone(), rest.clone(), rest.clone(), silence], x)[1]

    return outputs


def loss_of(outputs):
    def loss(w: Tensor, omega_raw: Tensor, b_offset: Tensor, w_out: Tensor, tau_mem: Tensor, x: Tensor,
             labels: Tensor) -> Tensor:
        traces = outputs(w, omega_raw, b_offset, w_out, tau_mem, x)
        return torch.nn.functional.cross_entropy(traces.flatten(0, 1), labels.flatten())

    return loss


def functions(spike, loop="loop"):
    """(infer, train): the readouts of six arguments and the loss of seven."""
    outputs = {"loop": loop_outputs, "scan": scan_outputs}[loop](resonator(SPIKES[spike]))
    return outputs, loss_of(outputs)
