"""Checkpoints of random weights in the published layout, for fixtures and tests."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from decoder_config import DecoderConfig, parse_config
from heads import HeadKind

STORED = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def write_checkpoint(
    folder: Path, config: Mapping[str, object], head: HeadKind, seed: int, dtype: str = "F32"
) -> None:
    """config.json and model.safetensors; a class head has two layers and two classes."""
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    shapes = checkpoint_shapes(parse_config(config), head)
    write_safetensors(folder / "model.safetensors", random_tensors(shapes, seed), dtype)


def checkpoint_shapes(config: DecoderConfig, head: HeadKind) -> dict[str, tuple[int, ...]]:
    """Of every tensor, by its published name."""
    hidden, inner = config.hidden, config.intermediate
    queries, keys = config.heads * config.head_size, config.key_value_heads * config.head_size
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (config.vocabulary, hidden)}
    for layer in range(config.layers):
        prefix = f"model.layers.{layer}"
        for name, rows in (("q_proj", queries), ("k_proj", keys), ("v_proj", keys)):
            shapes[f"{prefix}.self_attn.{name}.weight"] = (rows, hidden)
            if config.query_key_value_bias:
                shapes[f"{prefix}.self_attn.{name}.bias"] = (rows,)
        shapes[f"{prefix}.self_attn.o_proj.weight"] = (hidden, queries)
        if config.output_bias:
            shapes[f"{prefix}.self_attn.o_proj.bias"] = (hidden,)
        for name, rows in (("gate_proj", inner), ("up_proj", inner), ("down_proj", hidden)):
            shapes[f"{prefix}.mlp.{name}.weight"] = (rows, inner + hidden - rows)
            if config.mlp_bias:
                shapes[f"{prefix}.mlp.{name}.bias"] = (rows,)
        shapes[f"{prefix}.input_layernorm.weight"] = (hidden,)
        shapes[f"{prefix}.post_attention_layernorm.weight"] = (hidden,)
    shapes["model.norm.weight"] = (hidden,)
    if head == "classes":
        shapes |= {"score.0.weight": (hidden, hidden), "score.0.bias": (hidden,)}
        shapes |= {"score.2.weight": (2, hidden), "score.2.bias": (2,)}
    elif head == "value":
        shapes |= {"v_head.summary.weight": (1, hidden), "v_head.summary.bias": (1,)}
    elif not config.tied:
        shapes["lm_head.weight"] = (config.vocabulary, hidden)
    return shapes


def random_tensors(shapes: Mapping[str, tuple[int, ...]], seed: int) -> dict[str, torch.Tensor]:
    """Normal, scaled so that outputs depend little on the size; the same on every machine."""
    source = np.random.default_rng(seed)
    tensors = {}
    for name, shape in shapes.items():
        draw = source.standard_normal(shape, dtype=np.float64)
        if name.endswith("norm.weight"):
            draw = 1 + 0.2 * draw
        elif name.endswith("bias"):
            draw = 0.2 * draw
        elif not name.startswith("model.embed_tokens"):
            draw = draw * 1.5 / np.sqrt(shape[-1])
        tensors[name] = torch.from_numpy(draw.astype(np.float32))
    return tensors


def write_safetensors(path: Path, tensors: Mapping[str, torch.Tensor], dtype: str = "F32") -> None:
    header, parts, place = {}, [], 0
    for name, tensor in tensors.items():
        part = tensor.to(STORED[dtype]).flatten().view(torch.uint8).numpy().tobytes()
        span = [place, place + len(part)]
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": span}
        parts.append(part)
        place += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(parts))
