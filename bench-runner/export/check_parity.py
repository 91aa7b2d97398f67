"""Compares an exported folder, run by onnxruntime-web, with the model in torch."""

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from decoder import Linear
from export_folder import RECORD_FILE, head_record
from heads import PrmModel
from refused import Refused
from stored_weights import Dtype, restored

REPOSITORY = Path(__file__).resolve().parents[2]
RUNNER = Path(__file__).with_name("run-onnx.ts")
LENGTHS = (1, 9, 40, 120)
TOLERANCE = 1e-4
"""Largest difference that passes, as a share of the largest number that torch gives."""


class Parity(NamedTuple):
    difference: float
    """The largest between onnxruntime-web and torch with the weights as they are kept."""
    largest: float
    """Absolute number that torch gives."""
    moved: float
    """What keeping the weights smaller changed at most, in torch alone."""

    @property
    def holds(self) -> bool:
        # Not the other way round: what is no number does not hold.
        return self.difference <= TOLERANCE * self.largest


def check_parity(model: PrmModel, target: Path, seed: int = 1) -> Parity:
    """
    On random tokens: onnxruntime-web gets one padded batch, torch one sequence after another.
    Leaves the model with its weights as they are kept.
    """
    record = json.loads((target / RECORD_FILE).read_text(encoding="utf-8"))
    stated = {key: record.get(key) for key in head_record(model)}
    if stated != head_record(model):
        raise Refused(f"{target} was exported with another head: {stated}")
    source = np.random.default_rng(seed)
    tokens, vocabulary = model.model.max_tokens, model.model.embed_tokens.num_embeddings
    sequences = [source.integers(vocabulary, size=min(length, tokens)) for length in LENGTHS]
    exact = [run_torch(model, ids) for ids in sequences]
    round_weights(model, record["dtype"])
    kept = [run_torch(model, ids) for ids in sequences]
    return Parity(
        difference=furthest(run_onnx(target, sequences), kept),
        largest=max(float(np.abs(rows).max()) for rows in kept),
        moved=furthest(exact, kept),
    )


def round_weights(model: PrmModel, dtype: Dtype) -> None:
    """Gives the matrices the values that they have in a graph that keeps them as `dtype`."""
    for name, module in model.named_modules():
        if isinstance(module, (Linear, nn.Embedding)):
            axis = 0 if isinstance(module, Linear) else 1
            matrix = restored(f"{name}.weight", module.weight.detach().numpy(), dtype, axis)
            module.weight.data.copy_(torch.from_numpy(matrix))


def furthest(ours: list[np.ndarray], theirs: list[np.ndarray]) -> float:
    return max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True))


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
