"""How a matrix is kept in an ONNX graph, and the nodes that bring it back to float32."""

from typing import Literal, NamedTuple

import numpy as np
from onnx import NodeProto, TensorProto, helper

from refused import Refused

Dtype = Literal["float32", "float16", "int8"]
DTYPES: tuple[Dtype, ...] = ("float32", "float16", "int8")


class Stored(NamedTuple):
    arrays: dict[str, np.ndarray]
    """Initializers by name."""
    nodes: list[NodeProto]


def store_factor(name: str, matrix: np.ndarray, dtype: Dtype) -> Stored:
    """The right factor of a product, float32 [inputs, outputs]; the nodes yield it by its name."""
    if dtype == "float32":
        return Stored({name: matrix}, [])
    if dtype == "float16":
        half = f"{name}.float16"
        return Stored({half: to_float16(name, matrix)}, [to_float32(half, name)])
    whole, scale = f"{name}.int8", f"{name}.scale"
    numbers, scales = quantize(matrix, axis=0)
    node = helper.make_node(
        "DequantizeLinear", [whole, scale], [name], name=f"{name}.float32", axis=1
    )
    return Stored({whole: numbers, scale: scales[0]}, [node])


def store_table(name: str, matrix: np.ndarray, dtype: Dtype, gather: NodeProto) -> Stored:
    """A table of rows, float32 [rows, size]; the nodes yield the rows that `gather` asks for."""
    ids, found = gather.input[1], gather.output[0]
    if dtype == "float32":
        return Stored({name: matrix}, [gather])
    rows = f"{name}.rows"
    if dtype == "float16":
        half = f"{name}.float16"
        lookup = helper.make_node("Gather", [half, ids], [rows], name=rows)
        return Stored({half: to_float16(name, matrix)}, [lookup, to_float32(rows, found)])
    whole, scale = f"{name}.int8", f"{name}.scale"
    numbers, scales = quantize(matrix, axis=1)
    # Scales differ from row to row, which DequantizeLinear cannot follow through a Gather.
    nodes = [
        helper.make_node("Gather", [whole, ids], [rows], name=rows),
        to_float32(rows, f"{rows}.float32"),
        helper.make_node("Gather", [scale, ids], [f"{rows}.scale"], name=f"{rows}.scale"),
        helper.make_node(
            "Mul", [f"{rows}.float32", f"{rows}.scale"], [found], name=f"{rows}.scaled"
        ),
    ]
    return Stored({whole: numbers, scale: scales}, nodes)


def restored(name: str, matrix: np.ndarray, dtype: Dtype, axis: int) -> np.ndarray:
    """What a graph computes with, float32: the matrix as rounded by the way it is kept."""
    if dtype == "float32":
        return matrix
    if dtype == "float16":
        return to_float16(name, matrix).astype(np.float32)
    numbers, scales = quantize(matrix, axis)
    return numbers * scales


def quantize(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 within ±127 and float32 scales, one for all along `axis`: matrix ≈ int8 × scale."""
    largest = np.abs(matrix).max(axis=axis, keepdims=True)
    scales = np.where(largest == 0, 1, largest / 127).astype(np.float32)
    return np.clip(np.rint(matrix / scales), -127, 127).astype(np.int8), scales


def to_float16(name: str, matrix: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        half = matrix.astype(np.float16)
    if not np.isfinite(half).all():
        raise Refused(f"{name} holds numbers that float16 does not; keep float32 or int8")
    return half


def to_float32(source: str, result: str) -> NodeProto:
    return helper.make_node("Cast", [source], [result], name=f"{source}.to", to=TensorProto.FLOAT)
