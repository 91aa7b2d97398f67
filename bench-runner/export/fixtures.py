"""Small models with random weights, exported the way a real one is; tests feed them."""

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from check_parity import run_torch
from export_folder import Form, Source, export_folder
from heads import HeadChoice, PrmModel
from random_checkpoint import write_checkpoint
from tiny_tokenizer import TOKENS, write_tokenizer

MAX_TOKENS = 512
LENGTHS = (1, 2, 7, 24, 61)
"""Of the sequences whose outputs are kept."""


class Fixture(NamedTuple):
    name: str
    architecture: str
    head: HeadChoice
    seed: int


PLUS_MINUS = HeadChoice("labels", (TOKENS.index("+"), TOKENS.index("-")), vocabulary=True)
FIXTURES = (
    Fixture("tiny-class-head", "qwen2", HeadChoice("classes"), 1),
    Fixture("tiny-label-rows", "llama", PLUS_MINUS, 2),
    Fixture("tiny-value-head", "qwen2", HeadChoice("value"), 3),
    Fixture("tiny-implicit", "mistral", HeadChoice("sequence"), 4),
    Fixture("tiny-implicit-reference", "mistral", HeadChoice("sequence"), 5),
)

SIZES = {
    "vocab_size": len(TOKENS),
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": MAX_TOKENS,
    "rms_norm_eps": 1e-6,
    "hidden_act": "silu",
}
ARCHITECTURES = {
    "qwen2": {"model_type": "qwen2", **SIZES, "rope_theta": 1e6},
    "llama": {
        "model_type": "llama",
        **SIZES,
        "rope_theta": 500000.0,
        "rope_scaling": {
            "rope_type": "llama3",
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    },
    "mistral": {"model_type": "mistral", **SIZES, "rope_theta": 10000.0, "sliding_window": 32},
}


def write_fixtures(folder: Path) -> None:
    for fixture in FIXTURES:
        with tempfile.TemporaryDirectory() as checkpoint:
            write_tokenizer(Path(checkpoint))
            write_checkpoint(
                Path(checkpoint),
                ARCHITECTURES[fixture.architecture],
                fixture.head.kind,
                fixture.seed,
            )
            source = Source(f"stepmark/{fixture.name}")
            model = export_folder(
                Path(checkpoint), folder / fixture.name, fixture.head, source, Form()
            )
        (folder / fixture.name / "torch.json").write_text(
            json.dumps({"sequences": sequences(model, fixture.seed)}) + "\n", encoding="utf-8"
        )


def sequences(model: PrmModel, seed: int) -> list[dict[str, list]]:
    """Of each its ids and, of every token, the numbers that torch computes (float32)."""
    source = np.random.default_rng([seed, 1])
    drawn = [source.integers(len(TOKENS), size=length) for length in LENGTHS]
    return [{"ids": ids.tolist(), "output": rounded(run_torch(model, ids))} for ids in drawn]


def rounded(rows: np.ndarray) -> list[list[float]]:
    """Nine digits tell every float32 from the next."""
    return [[float(f"{number:.9g}") for number in row] for row in rows.tolist()]
