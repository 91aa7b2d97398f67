"""Compares an exported folder, run by onnxruntime-web, with the model in torch."""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from export_folder import RECORD_FILE, head_record
from heads import PrmModel
from refused import Refused
from stored_weights import Dtype

REPOSITORY = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("run-onnx.ts")
LENGTHS = (1, 9, 40, 120)
TOLERANCES: dict[Dtype, float] = {"float32": 1e-4, "float16": 1e-2, "int8": 1e-1}
"""Largest differences that pass, as shares of the largest number that torch gives."""


class Parity(NamedTuple):
    difference: float
    """The largest, absolute."""
    largest: float
    """Absolute number that torch gives."""
    tolerance: float

    @property
    def holds(self) -> bool:
        # Not the other way round: what is no number does not hold.
        return self.difference <= self.tolerance * self.largest


def check_parity(model: PrmModel, target: Path, seed: int = 1) -> Parity:
    """On random tokens: onnxruntime-web gets one padded batch, torch one sequence after another."""
    record = json.loads((target / RECORD_FILE).read_text(encoding="utf-8"))
    stated = {key: record.get(key) for key in head_record(model)}
    if stated != head_record(model):
        raise Refused(f"{target} was exported with another head: {stated}")
    source = np.random.default_rng(seed)
    tokens, vocabulary = model.model.max_tokens, model.model.embed_tokens.num_embeddings
    sequences = [source.integers(vocabulary, size=min(length, tokens)) for length in LENGTHS]
    expected = [run_torch(model, ids) for ids in sequences]
    found = run_onnx(target, sequences)
    return Parity(
        difference=max(float(np.abs(ours - theirs).max()) for ours, theirs in zip(found, expected)),
        largest=max(float(np.abs(rows).max()) for rows in expected),
        tolerance=TOLERANCES[record["dtype"]],
    )


def run_torch(model: PrmModel, ids: np.ndarray) -> np.ndarray:
    """ids int64 [tokens]; float32 [tokens, width]."""
    with torch.no_grad():
        batch = torch.from_numpy(ids)[None]
        return model(batch, torch.ones_like(batch))[0].numpy()


def run_onnx(target: Path, sequences: list[np.ndarray]) -> list[np.ndarray]:
    """Of each sequence float32 [tokens, width]."""
    asked = {"folder": str(target.resolve()), "sequences": [ids.tolist() for ids in sequences]}
    done = subprocess.run(
        [node(), str(RUNNER)], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Refused(f"onnxruntime-web does not run {target}: {done.stderr.strip()}")
    return [np.array(rows, dtype=np.float32) for rows in json.loads(done.stdout)]


def node() -> str:
    """The checkout's own where it is installed: an older one on PATH does not run TypeScript."""
    own = sorted(REPOSITORY.glob("node_modules/node-linux-*/bin/node"))
    return str(own[0]) if own else "node"
