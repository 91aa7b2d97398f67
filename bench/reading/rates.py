"""Proportions with their intervals."""

import math


def wilson(k, n):
    """Ends of the 95 % score interval."""
    z = 1.959963984540054
    p, square = k / n, z * z / n
    centre, half = p + square / 2, z * math.sqrt(p * (1 - p) / n + square / (4 * n))
    return (
        0.0 if k == 0 else (centre - half) / (1 + square),
        1.0 if k == n else (centre + half) / (1 + square),
    )


def rate_numbers(k, n):
    return [k, n] if n == 0 else [k, n, *wilson(k, n)]
