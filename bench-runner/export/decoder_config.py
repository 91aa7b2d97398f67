"""What a config.json says of a decoder, checked; what is not built here is refused by name."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from refused import Refused

ARCHITECTURES = ("qwen2", "llama", "mistral")


@dataclass(frozen=True)
class Llama3Scaling:
    """Llama 3.1: slow rotations are slowed further, fast ones stay, those between are blended."""

    factor: float
    low_frequency_factor: float
    high_frequency_factor: float
    original_tokens: int


@dataclass(frozen=True)
class LinearScaling:
    factor: float


@dataclass(frozen=True)
class DecoderConfig:
    architecture: str
    vocabulary: int
    hidden: int
    intermediate: int
    layers: int
    heads: int
    key_value_heads: int
    head_size: int
    norm_epsilon: float
    max_tokens: int
    """Positions the model was trained for."""
    tied: bool
    """Whether lm_head is the embedding table."""
    query_key_value_bias: bool
    output_bias: bool
    mlp_bias: bool
    window: int | None
    """A token attends to itself and to the window − 1 before it; None: to all before it."""
    rope_theta: float
    rope_scaling: Llama3Scaling | LinearScaling | None


def read_config(path: Path) -> DecoderConfig:
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Refused(f"{path} is no JSON: {error}") from error
    if not isinstance(stated, Mapping):
        raise Refused(f"{path} is no JSON object")
    return parse_config(stated)


def parse_config(stated: Mapping[str, object]) -> DecoderConfig:
    architecture = stated.get("model_type")
    if not isinstance(architecture, str) or architecture not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise Refused(f"model_type is {architecture!r}; these are exported: {known}")
    refuse_unbuilt(stated)
    hidden, heads = size(stated, "hidden_size"), size(stated, "num_attention_heads")
    key_value_heads = size(stated, "num_key_value_heads", heads)
    head_size = size(stated, "head_dim", hidden // heads)
    if heads % key_value_heads:
        raise Refused(
            f"{heads} attention heads cannot share {key_value_heads} key-value heads evenly"
        )
    if head_size % 2:
        raise Refused(f"Heads of {head_size} numbers cannot be rotated in pairs")
    attention_bias = flag(stated, "attention_bias")
    theta, scaling = read_rope(stated)
    return DecoderConfig(
        architecture=architecture,
        vocabulary=size(stated, "vocab_size"),
        hidden=hidden,
        intermediate=size(stated, "intermediate_size"),
        layers=size(stated, "num_hidden_layers"),
        heads=heads,
        key_value_heads=key_value_heads,
        head_size=head_size,
        norm_epsilon=number(stated, "rms_norm_eps", 1e-6),
        max_tokens=size(stated, "max_position_embeddings"),
        tied=flag(stated, "tie_word_embeddings"),
        query_key_value_bias=architecture == "qwen2" or attention_bias,
        output_bias=architecture == "llama" and attention_bias,
        mlp_bias=flag(stated, "mlp_bias"),
        window=read_window(stated, architecture),
        rope_theta=theta,
        rope_scaling=scaling,
    )


def refuse_unbuilt(stated: Mapping[str, object]) -> None:
    if stated.get("hidden_act", "silu") != "silu":
        raise Refused(f"hidden_act is {stated['hidden_act']!r}; only silu is built")
    if stated.get("quantization_config") is not None:
        raise Refused("These weights are quantised already; export the ones they were made from")
    if stated["model_type"] == "qwen2" and stated.get("use_sliding_window") is True:
        raise Refused("use_sliding_window of Qwen2 differs from layer to layer and is not built")
    if stated["model_type"] != "llama" and stated.get("mlp_bias") is True:
        raise Refused("mlp_bias is known of Llama only")
    if stated["model_type"] == "mistral" and stated.get("attention_bias") is True:
        raise Refused("attention_bias is known of Llama and Qwen2 only")


def read_window(stated: Mapping[str, object], architecture: str) -> int | None:
    """Mistral's; a config without the key means 4096, null means none."""
    if architecture != "mistral" or (
        "sliding_window" in stated and stated["sliding_window"] is None
    ):
        return None
    return size(stated, "sliding_window", 4096)


def read_rope(stated: Mapping[str, object]) -> tuple[float, Llama3Scaling | LinearScaling | None]:
    """From rope_theta and rope_scaling, or from rope_parameters, which holds both."""
    if stated.get("rope_parameters") is not None:
        both = object_of(stated, "rope_parameters")
        return number(both, "rope_theta", 10_000.0), read_scaling(both)
    return number(stated, "rope_theta", 10_000.0), read_scaling(object_of(stated, "rope_scaling"))


def read_scaling(stated: Mapping[str, object]) -> Llama3Scaling | LinearScaling | None:
    kind = stated.get("rope_type", stated.get("type"))
    if kind is None or kind == "default":
        return None
    if kind == "linear":
        return LinearScaling(number(stated, "factor"))
    if kind == "llama3":
        return Llama3Scaling(
            factor=number(stated, "factor"),
            low_frequency_factor=number(stated, "low_freq_factor"),
            high_frequency_factor=number(stated, "high_freq_factor"),
            original_tokens=size(stated, "original_max_position_embeddings"),
        )
    raise Refused(f"rope_scaling of the type {kind!r} is not built; default, linear and llama3 are")


def object_of(stated: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Empty where it is absent or null."""
    value = stated.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Refused(f"{key} is {value!r}; it must be an object")
    return value


def size(stated: Mapping[str, object], key: str, default: int | None = None) -> int:
    value = stated.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        raise Refused(f"{key} is {value!r}; it must be a positive whole number")
    return value


def number(stated: Mapping[str, object], key: str, default: float | None = None) -> float:
    value = stated.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value < math.inf:
        raise Refused(f"{key} is {value!r}; it must be a positive number")
    return float(value)


def flag(stated: Mapping[str, object], key: str) -> bool:
    value = stated.get(key)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refused(f"{key} is {value!r}; it must be true or false")
    return value
