"""Decides whether a contender's numbers are right before it is timed.

One flipped spike changes a trajectory for good, so contenders are compared on the timed network and weights, but on
samples that keep every threshold's argument away from its threshold: there the order of sums and fused multiply-adds
flip nothing. Such samples are repeated to fill the batch.
"""
import numpy as np

MARGIN = 1e-5     # ten times what rounding moves a potential over 784 steps
TOLERANCE = 2e-3  # of the largest value of an array; f32 over 784 steps, against f64


def safe_samples(margins):
    """For each sample of the batch, the number of one that may stand in its place."""
    safe = np.flatnonzero(margins > MARGIN)
    if not len(safe):
        raise ValueError(f"no sample keeps its thresholds {MARGIN} apart (the best: {margins.max():.1e})")
    return np.resize(safe, len(margins))


def error(got, expected):
    """The largest error of any array in units of that array's largest value; inf where shapes or names differ."""
    worst = 0.0
    for name, want in expected.items():
        if name not in got or got[name].shape != want.shape:
            return float("inf")
        difference = np.abs(got[name].astype(np.float64) - want).max()
        worst = max(worst, float(difference / (1e-30 + np.abs(want).max())))
    return worst if np.isfinite(worst) else float("inf")
