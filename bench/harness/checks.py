"""Decides whether a contender's numbers are right before it is timed.

One flipped spike changes a trajectory for good, so contenders are compared on the timed network and weights, but on
samples that keep every potential away from its threshold: there the order of sums and fused multiply-adds
flip nothing. Such samples are repeated to fill the batch.
"""
import numpy as np

SAFETY = 3        # times that f32 moves a potential: no potential of a safe sample is nearer to its threshold
BATCHES = 16      # that are searched for
ENOUGH = 8        # safe samples
TOLERANCE = 2e-3  # of the largest value of an array; f32 over 784 steps, against f64


def is_safe(potentials, args):
    """For each sample, whether f32 cannot flip a spike.

    `potentials` gives the arguments of the thresholds, an array with leading batch dimension per step. How far rounding
    moves them is seen by computing them in f64 too.
    """
    wide = [a.astype(np.float64) if a.dtype == np.float32 else a for a in args]
    safe = True
    for narrow, exact in zip(potentials(args), potentials(wide)):
        safe &= np.abs(narrow).min(1) > SAFETY * np.abs(narrow - exact).max(1)
    return safe


def safe_batch(draw, potentials, axes):
    """Arguments whose batch holds safe samples only, and how many distinct ones.

    `draw(i)` gives the arguments with the i-th batch of samples; `axes` says which arguments hold samples, and along
    which axis.
    """
    found, size = {number: [] for number in axes}, 0
    for i in range(BATCHES):
        args = draw(i)
        safe = np.flatnonzero(is_safe(potentials, args))
        size += len(safe)
        for number, axis in axes.items():
            found[number].append(args[number].take(safe, axis))
        if size >= ENOUGH:
            break
    if not size:
        raise ValueError(f"in no sample of {BATCHES} batches do all potentials keep away from their thresholds")
    for number, axis in axes.items():
        batch = args[number].shape[axis]
        joined = np.concatenate(found[number], axis)
        args[number] = np.ascontiguousarray(joined.take(np.resize(np.arange(size), batch), axis))
    return args, min(size, batch)


def tolerance(narrow, exact):
    """What f32 may do to a network that has no safe samples: three times what it does to the reference, by norm."""
    return max([TOLERANCE, *(3 * error(narrow[mode], exact[mode], by_norm=True) for mode in exact)])


def error(got, expected, by_norm=False):
    """The largest error of any array in units of that array's largest value, or of norms; inf where shapes or names
    differ, or a number is not finite. What f32 cannot hold has to have overflowed."""
    size = np.linalg.norm if by_norm else lambda a: np.abs(a).max()
    worst = 0.0
    for name, want in expected.items():
        if name not in got or got[name].shape != want.shape:
            return float("inf")
        share = size((got[name].astype(np.float64) - want).ravel()) / (1e-30 + size(want.ravel()))
        if not np.abs(want).max(initial=0) <= np.finfo(np.float32).max:
            share = 0.0 if not np.isfinite(got[name]).all() else np.inf
        # A comparison with NaN holds of nothing, so `max` alone would pass it over.
        worst = max(worst, float(share)) if np.isfinite(share) else float("inf")
    return worst
