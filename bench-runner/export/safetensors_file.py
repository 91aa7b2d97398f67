"""The safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes."""

import json
import math
import mmap
from pathlib import Path
from typing import NamedTuple

import torch

from refused import Refused

MAX_HEADER_BYTES = 100_000_000
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
MAX_DIMENSIONS = 8


class Entry(NamedTuple):
    dtype: torch.dtype
    shape: tuple[int, ...]
    start: int
    """Of its bytes in the file."""
    end: int


class SafetensorsFile:
    """One file, mapped into memory. Its header is not trusted: every size and place is checked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        size = path.stat().st_size
        if size < 8:
            raise Refused(f"{path}: {size} bytes are too few for a safetensors file")
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self.entries = self._read_header(size)

    def read(self, name: str) -> torch.Tensor:
        """The tensor as it is stored, in float32."""
        dtype, shape, start, end = self.entries[name]
        if start == end:
            return torch.empty(shape)
        flat = torch.frombuffer(self._bytes, dtype=dtype, count=math.prod(shape), offset=start)
        return flat.view(shape).float()

    def _read_header(self, size: int) -> dict[str, Entry]:
        length = int.from_bytes(self._bytes[:8], "little")
        if length > min(MAX_HEADER_BYTES, size - 8):
            raise self._refusal(f"its header is said to have {length} bytes, of a file of {size}")
        try:
            text = self._bytes[8 : 8 + length].decode("utf-8")
            header = json.loads(text, object_pairs_hook=unique_keys)
        except (ValueError, RecursionError) as error:
            raise self._refusal(f"its header is no JSON: {error}") from error
        if not isinstance(header, dict):
            raise self._refusal("its header is no JSON object")
        header.pop("__metadata__", None)
        data = 8 + length
        entries = {name: self._read_entry(name, said, data, size) for name, said in header.items()}
        self._refuse_gaps(entries, data, size)
        return entries

    def _read_entry(self, name: str, stated: object, data: int, size: int) -> Entry:
        if not isinstance(stated, dict) or set(stated) != {"dtype", "shape", "data_offsets"}:
            raise self._refusal(f"{name} must have dtype, shape and data_offsets")
        dtype, shape, offsets = stated["dtype"], stated["shape"], stated["data_offsets"]
        if not isinstance(dtype, str) or dtype not in DTYPES:
            raise self._refusal(f"{name} is stored as {dtype!r}; {', '.join(DTYPES)} can be read")
        if not is_sizes(shape) or len(shape) > MAX_DIMENSIONS:
            raise self._refusal(f"{name} has the shape {shape!r}")
        if not is_sizes(offsets) or len(offsets) != 2:
            raise self._refusal(f"{name} has the data_offsets {offsets!r}")
        start, end = data + offsets[0], data + offsets[1]
        if not start <= end <= size:
            raise self._refusal(f"{name} lies at {offsets} of {size - data} bytes of data")
        itemsize = torch.empty(0, dtype=DTYPES[dtype]).element_size()
        if end - start != math.prod(shape) * itemsize:
            raise self._refusal(f"{name} has {end - start} bytes for the shape {shape} of {dtype}")
        return Entry(DTYPES[dtype], tuple(shape), start, end)

    def _refuse_gaps(self, entries: dict[str, Entry], data: int, size: int) -> None:
        """As the format demands, tensors lie one after another and fill the file."""
        place = data
        for name, entry in sorted(entries.items(), key=lambda pair: (pair[1].start, pair[1].end)):
            if entry.start != place:
                found, due = entry.start - data, place - data
                raise self._refusal(f"{name} starts at {found}, the one before ends at {due}")
            place = entry.end
        if place != size:
            raise self._refusal(f"{size - place} bytes at its end belong to no tensor")

    def _refusal(self, why: str) -> Refused:
        return Refused(f"{self.path}: {why}")


def is_sizes(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**48
        for size in value
    )


def unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return keys
