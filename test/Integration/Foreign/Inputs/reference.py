"""What the programs beside compute, in NumPy: each function yields cases of (arguments, results)."""
import numpy as np

f32 = np.float32


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def normal(rng, *shape):
    return rng.standard_normal(shape).astype(f32)


def mlp(rng):
    w = np.array([[1, -2, 0.5, 0.25], [-0.75, 1.5, 0.5, -1], [2, 0.25, -1.5, 0.75]], f32) * np.array([[2], [0.5], [1.5]], f32)
    for n in (5, 1, 0):
        x, b = normal(rng, n, 4), normal(rng, 3)
        yield (x, b), (np.maximum(x @ w.T + b, 0),)


def softmax_of(x):
    if x.size == 0:
        return x
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def softmax(rng):
    for shape in ((3, 17), (1, 1), (0, 4)):
        x = normal(rng, *shape)
        yield (x,), (softmax_of(x),)


def layer_norm(rng):
    for n in (3, 1, 0):
        x, gamma, beta = normal(rng, 2, n, 8), normal(rng, 8), normal(rng, 8)
        d = x - x.mean(-1, keepdims=True)
        yield (x, gamma, beta), (d / np.sqrt((d * d).mean(-1, keepdims=True) + 1e-5) * gamma + beta,)


def attention(rng):
    for n in (5, 1):
        q, k, v = (normal(rng, 2, n, 6) for _ in range(3))
        heads = [a.reshape(2, n, 2, 3).transpose(0, 2, 1, 3) for a in (q, k, v)]
        s = heads[0] @ heads[1].transpose(0, 1, 3, 2) / np.sqrt(3)
        p = softmax_of(np.where(np.triu(np.ones((n, n), bool), 1), -1e30, s))
        yield (q, k, v), ((p @ heads[2]).transpose(0, 2, 1, 3).reshape(2, n, 6),)


def convolutions(rng):
    x, w, b, dw = normal(rng, 2, 4, 6, 6), normal(rng, 6, 2, 3, 3), normal(rng, 6), normal(rng, 2, 2, 6)
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3)).reshape(2, 2, 2, 6, 6, 3, 3)
    c = np.einsum("ngchwij,gfcij->ngfhw", windows, w.reshape(2, 3, 2, 3, 3)).reshape(2, 6, 6, 6)
    c = c + b[:, None, None]
    p = c.reshape(2, 6, 3, 2, 3, 2).max((3, 5)).transpose(0, 2, 3, 1)
    windows = np.lib.stride_tricks.sliding_window_view(p, (2, 2), (1, 2))
    yield (x, w, b, dw), (np.einsum("nhwcij,ijc->nhwc", windows, dw),)


def gru(rng):
    x, w, u, b = normal(rng, 5, 2, 3), normal(rng, 3, 12), normal(rng, 4, 12), normal(rng, 12)
    h, ys = np.zeros((2, 4), f32), []
    for xt in x:
        xr, xz, xn = np.split(xt @ w + b, 3, -1)
        hr, hz, hn = np.split(h @ u, 3, -1)
        z = sigmoid(xz + hz)
        h = (1 - z) * np.tanh(xn + sigmoid(xr + hr) * hn) + z * h
        ys.append(h)
    yield (x, w, u, b), (h, np.stack(ys))


def lstm(rng):
    for t, n in ((6, 3), (1, 1), (0, 2)):
        x, w, u = normal(rng, t, n, 3), normal(rng, 3, 16), normal(rng, 4, 16)
        h = c = np.zeros((n, 4), f32)
        squares = f32(0)
        for xt in x[::-1]:
            i, f, k, o = np.split(xt @ w + h @ u, 4, -1)
            c = sigmoid(i) * np.tanh(k) + sigmoid(f) * c
            h = sigmoid(o) * np.tanh(c)
            squares += (h * h).sum()
        yield (x, w, u), (h, squares)


def quantized(rng):
    x, w = normal(rng, 3, 8), rng.integers(-128, 128, (8, 4)).astype(np.int8)
    scale = np.asarray(0.037, f32)
    q = np.clip(np.round(x * 8), -128, 127).astype(np.int32)
    a = (q - 1) @ w.astype(np.int32)
    yield (x, w, scale), (a.astype(f32) * scale, a)


def embedding(rng):
    bias = np.array([0.5, -1, 0.25, 2], f32)
    for tokens in ([0, 6, 3, 3], [5], []):
        tokens, table = np.array(tokens, np.int64), normal(rng, 7, 4)
        rows = table[tokens] + bias
        yield (tokens, table), (rows.sum(), (rows * rows).sum())


PROGRAMS = {program.__name__: program
            for program in (mlp, softmax, layer_norm, attention, convolutions, gru, lstm, quantized, embedding)}
