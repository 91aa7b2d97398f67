"""The weights of a Hugging Face folder: one model.safetensors, or several named by an index."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch

from refused import Refused
from safetensors_file import SafetensorsFile

ONE_FILE = "model.safetensors"
INDEX = "model.safetensors.index.json"


class Weights:
    """Tensors by name, read when asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = file_paths(folder)
        self._files: dict[str, SafetensorsFile] = {}
        for path in self._paths:
            file = SafetensorsFile(path)
            for name in sorted(self._files.keys() & file.entries.keys()):
                raise Refused(f"{path}: {name} stands in {self._files[name].path.name} too")
            self._files.update(dict.fromkeys(file.entries, file))

    def names(self) -> set[str]:
        return set(self._files)

    def shape(self, name: str) -> tuple[int, ...]:
        return self._files[name].entries[name].shape

    def read(self, name: str) -> torch.Tensor:
        return self._files[name].read(name)

    def sha256(self) -> str:
        """Of the files' bytes, one file after another by name; of one file, what the Hub shows."""
        digest = hashlib.sha256()
        for path in self._paths:
            with path.open("rb") as file:
                while chunk := file.read(1 << 22):
                    digest.update(chunk)
        return digest.hexdigest()


def file_paths(folder: Path) -> list[Path]:
    index = folder / INDEX
    if not index.exists():
        if not (folder / ONE_FILE).exists():
            raise Refused(f"{folder} holds neither {ONE_FILE} nor {INDEX}")
        return [folder / ONE_FILE]
    try:
        stated = json.loads(index.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refused(f"{index} is no JSON: {error}") from error
    places = stated.get("weight_map") if isinstance(stated, Mapping) else None
    if not isinstance(places, Mapping) or not places:
        raise Refused(f"{index} has no weight_map")
    return [checked_path(folder, name) for name in sorted(set(map(str, places.values())))]


def checked_path(folder: Path, name: str) -> Path:
    """An index names files of its own folder only."""
    if name != Path(name).name or not name.endswith(".safetensors"):
        raise Refused(f"{folder / INDEX} names {name!r}, which is no safetensors file in it")
    if not (folder / name).is_file():
        raise Refused(f"{folder / name} is missing, which {INDEX} names")
    return folder / name
