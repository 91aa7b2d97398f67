"""Rotary position embedding (Su et al. 2021) that pairs dimension i with i + size/2."""

import math

import torch

from decoder_config import DecoderConfig, LinearScaling, Llama3Scaling


def rotary_tables(config: DecoderConfig, tokens: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines of every position and pair: each float32 [tokens, head_size / 2]."""
    angles = torch.outer(torch.arange(tokens, dtype=torch.float32), frequencies(config))
    return angles.cos(), angles.sin()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """x [..., tokens, head_size]; cos, sin [tokens, head_size / 2]."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


def frequencies(config: DecoderConfig) -> torch.Tensor:
    """Radians a position, of each pair: float32 [head_size / 2]."""
    exponents = torch.arange(0, config.head_size, 2, dtype=torch.float32) / config.head_size
    plain = 1.0 / config.rope_theta**exponents
    scaling = config.rope_scaling
    if scaling is None:
        return plain
    if isinstance(scaling, LinearScaling):
        return plain / scaling.factor
    return llama3_frequencies(plain, scaling)


def llama3_frequencies(plain: torch.Tensor, scaling: Llama3Scaling) -> torch.Tensor:
    """By rotations in the original context: few are divided by the factor, many stay."""
    rotations = scaling.original_tokens * plain / (2 * math.pi)
    low, high = scaling.low_frequency_factor, scaling.high_frequency_factor
    kept = ((rotations - low) / (high - low)).clamp(0.0, 1.0)
    return plain * (kept + (1 - kept) / scaling.factor)
