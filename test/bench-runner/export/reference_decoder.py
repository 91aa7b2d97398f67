"""The decoder again, token by token in float64 numpy, with none of the exporter's code."""

import math

import numpy as np


def hidden_states(config: dict, weights: dict[str, np.ndarray], ids: list[int]) -> np.ndarray:
    """Of one sequence: float64 [tokens, hidden], after the last norm."""
    heads = config["num_attention_heads"]
    groups = config["num_key_value_heads"]
    size = config.get("head_dim", config["hidden_size"] // heads)
    window = config.get("sliding_window") if config["model_type"] == "mistral" else None
    turns = angles(config, size)
    x = weights["model.embed_tokens.weight"][ids]
    for layer in range(config["num_hidden_layers"]):
        prefix = f"model.layers.{layer}."
        y = norm(x, weights[prefix + "input_layernorm.weight"], config)
        query = project(weights, prefix + "self_attn.q_proj", y).reshape(len(ids), heads, size)
        key = project(weights, prefix + "self_attn.k_proj", y).reshape(len(ids), groups, size)
        value = project(weights, prefix + "self_attn.v_proj", y).reshape(len(ids), groups, size)
        mixed = np.zeros((len(ids), heads, size))
        for head in range(heads):
            group = head * groups // heads
            for now in range(len(ids)):
                first = 0 if window is None else max(0, now - window + 1)
                seen = range(first, now + 1)
                turned = turn(query[now, head], now, turns)
                logits = np.array([turned @ turn(key[then, group], then, turns) for then in seen])
                shares = np.exp(logits / math.sqrt(size))
                mixed[now, head] = shares @ value[list(seen), group] / shares.sum()
        x = x + project(weights, prefix + "self_attn.o_proj", mixed.reshape(len(ids), heads * size))
        y = norm(x, weights[prefix + "post_attention_layernorm.weight"], config)
        gate = project(weights, prefix + "mlp.gate_proj", y)
        up = project(weights, prefix + "mlp.up_proj", y)
        x = x + project(weights, prefix + "mlp.down_proj", gate / (1 + np.exp(-gate)) * up)
    return norm(x, weights["model.norm.weight"], config)


def project(weights: dict[str, np.ndarray], name: str, x: np.ndarray) -> np.ndarray:
    return x @ weights[f"{name}.weight"].T + weights.get(f"{name}.bias", 0)


def norm(x: np.ndarray, scale: np.ndarray, config: dict) -> np.ndarray:
    return scale * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + config["rms_norm_eps"])


def turn(vector: np.ndarray, place: int, turns: list[float]) -> np.ndarray:
    """Each pair (i, i + size/2) is a complex number, multiplied by e^(i · place · angle)."""
    half = len(turns)
    numbers = vector[:half] + 1j * vector[half:]
    turned = numbers * np.exp(1j * place * np.array(turns))
    return np.concatenate([turned.real, turned.imag])


def angles(config: dict, size: int) -> list[float]:
    found = []
    for pair in range(size // 2):
        angle = config["rope_theta"] ** (-2 * pair / size)
        found.append(slowed(angle, config["rope_scaling"]) if "rope_scaling" in config else angle)
    return found


def slowed(angle: float, scaling: dict) -> float:
    """Llama 3.1: by wavelength."""
    wavelength = 2 * math.pi / angle
    longest = scaling["original_max_position_embeddings"] / scaling["low_freq_factor"]
    shortest = scaling["original_max_position_embeddings"] / scaling["high_freq_factor"]
    if wavelength < shortest:
        return angle
    if wavelength > longest:
        return angle / scaling["factor"]
    blend = (
        scaling["original_max_position_embeddings"] / wavelength - scaling["low_freq_factor"]
    ) / (scaling["high_freq_factor"] - scaling["low_freq_factor"])
    return (1 - blend) * angle / scaling["factor"] + blend * angle
