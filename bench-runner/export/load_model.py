"""Fills a model from a Hugging Face folder; every key of its weights is accounted for."""

import re
from pathlib import Path

import torch

from decoder import Linear
from decoder_config import DecoderConfig, read_config
from heads import HeadChoice, PrmModel, build_model
from refused import Refused
from weights import Weights

MAX_TOKENS = 8192
"""Without a word on it, a model takes no more than this, since its rotary tables grow with it."""
LM_HEAD = "lm_head.weight"
EMBEDDING = "model.embed_tokens.weight"
DERIVED = re.compile(r"model\.layers\.\d+\.self_attn\.rotary_emb\.inv_freq")
"""Old checkpoints repeat what the config says."""


def load_model(
    folder: Path, choice: HeadChoice, max_tokens: int | None = None
) -> tuple[PrmModel, Weights]:
    """The model in float32, ready to run; its rotary tables cover `max_tokens`."""
    config, weights = read_config(folder / "config.json"), Weights(folder)
    tokens = min(config.max_tokens, MAX_TOKENS) if max_tokens is None else max_tokens
    if not 0 < tokens <= config.max_tokens:
        raise Refused(
            f"It cannot take {tokens} tokens; the model knows {config.max_tokens} positions"
        )
    model = build_model(config, choice, weights, tokens).eval()
    with torch.no_grad():
        fill(model, config, weights)
    return model, weights


def fill(model: PrmModel, config: DecoderConfig, weights: Weights) -> None:
    by_key = named_by_checkpoint(model)
    lm_head = EMBEDDING if config.tied else LM_HEAD
    from_rows = {lm_head} if model.checkpoint_name is None else set()
    refuse_keys(weights.names(), set(by_key) | from_rows)
    for key, (parameter, transposed) in by_key.items():
        refuse_shape(key, weights, tuple(parameter.T.shape if transposed else parameter.shape))
        value = weights.read(key)
        parameter.copy_(value.T if transposed else value)
    if from_rows:
        refuse_shape(lm_head, weights, (config.vocabulary, config.hidden))
        model.fill_head(weights.read(lm_head))


def named_by_checkpoint(model: PrmModel) -> dict[str, tuple[torch.nn.Parameter, bool]]:
    """Parameters by their key in a checkpoint, and whether they are kept transposed here."""
    parts: dict[str, torch.nn.Module] = {"model": model.model}
    if model.checkpoint_name is not None:
        parts[model.checkpoint_name] = model.head
    return {
        ".".join(filter(None, (part, path, name))): (
            parameter,
            isinstance(owner, Linear) and name == "weight",
        )
        for part, module in parts.items()
        for path, owner in module.named_modules()
        for name, parameter in owner.named_parameters(recurse=False)
    }


def refuse_keys(found: set[str], wanted: set[str]) -> None:
    # The language model's rows may stand beside a head that does not read them.
    extra = {key for key in found - wanted - {LM_HEAD} if DERIVED.fullmatch(key) is None}
    missing = wanted - found
    if missing or extra:
        kinds = (("missing", missing), ("unexpected", extra))
        said = [f"{kind}: {', '.join(sorted(keys))}" for kind, keys in kinds if keys]
        raise Refused(f"The weights do not fit the config and head. {'; '.join(said)}")


def refuse_shape(key: str, weights: Weights, expected: tuple[int, ...]) -> None:
    found = weights.shape(key)
    if found != expected:
        raise Refused(f"{key} has the shape {list(found)}; the config asks for {list(expected)}")
