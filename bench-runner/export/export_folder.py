"""A Hugging Face folder to a folder that the runner's backend `onnx` opens."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from heads import HeadChoice, LabelModel, PrmModel
from load_model import load_model
from refused import Refused
from stored_weights import Dtype
from write_onnx import write_onnx

EXPORTER = "1"
RECORD_FILE = "model.json"
REQUIRED = ("tokenizer.json", "tokenizer_config.json")
OPTIONAL = ("chat_template.jinja",)


@dataclass(frozen=True)
class Source:
    """What the weights are called where they came from."""

    model: str
    revision: str | None = None


@dataclass(frozen=True)
class Form:
    dtype: Dtype = "float32"
    external: bool = False
    max_tokens: int | None = None


def export_folder(
    folder: Path, target: Path, choice: HeadChoice, source: Source, form: Form
) -> PrmModel:
    """Writes model.onnx, model.json and the tokenizer; returns the model, to compare with."""
    missing = [name for name in REQUIRED if not (folder / name).is_file()]
    if missing:
        raise Refused(f"{folder} lacks {' and '.join(missing)}")
    if target.resolve() == folder.resolve():
        raise Refused("The target must be another folder")
    model, weights = load_model(folder, choice, form.max_tokens)
    target.mkdir(parents=True, exist_ok=True)
    # What is half written has no record.
    (target / RECORD_FILE).unlink(missing_ok=True)
    write_onnx(model, target, form.dtype, form.external)
    for name in (*REQUIRED, *OPTIONAL):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, target / name)
    write_record(target, model, form.dtype, source, weights.sha256())
    return model


def write_record(target: Path, model: PrmModel, dtype: Dtype, source: Source, weights: str) -> None:
    revision = {} if source.revision is None else {"revision": source.revision}
    record = {
        "schema": "stepmark.onnx/1",
        **head_record(model),
        "maxTokens": model.model.max_tokens,
        "dtype": dtype,
        "source": {"model": source.model, **revision, "weights": weights},
        "exporter": EXPORTER,
    }
    (target / RECORD_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def head_record(model: PrmModel) -> dict[str, object]:
    record: dict[str, object] = {"output": model.output, "width": model.width}
    if isinstance(model, LabelModel):
        record["labels"] = model.labels
        if model.all_tokens is not None:
            record["vocabulary"] = True
    return record
