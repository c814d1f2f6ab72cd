"""Weights that give a firing rate."""


def find_gain(rate_of, percent, low=0.1, high=1e4):
    """The gain at which `rate_of(gain)` is `percent`, by bisection; three digits."""
    while high / low > 1.005:
        middle = (low * high) ** 0.5
        low, high = (middle, high) if rate_of(middle) < percent else (low, middle)
    return float(f"{(low * high) ** 0.5:.3g}")
