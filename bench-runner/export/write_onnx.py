"""From a model to model.onnx: traced by torch without its weights, then these one by one."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import GraphProto, ModelProto, TensorProto, numpy_helper
from onnx.external_data_helper import set_external_data

from heads import PrmModel
from stored_weights import Dtype, Stored, store_factor, store_table

OPSET = 16
"""The highest that torch 1.13 writes."""
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "output"
MODEL_FILE = "model.onnx"
DATA_FILE = "model.onnx.data"
MAX_MESSAGE_BYTES = 1_000_000_000
"""A protobuf message ends at 2 GiB, and onnxruntime-web holds it twice in its 4 GiB."""
MIN_EXTERNAL_BYTES = 1024
PAGE = 4096
"""Tensors of the data file start at pages, so that a runtime may map them."""
BYTES_OF = {"float32": 4, "float16": 2, "int8": 1}


def write_onnx(model: PrmModel, folder: Path, dtype: Dtype, external: bool = False) -> None:
    """Weights go to a file of their own where asked or where one message cannot hold them."""
    traced, weights = trace(model), dict(model.state_dict())
    size = sum(weight.numel() for weight in weights.values()) * BYTES_OF[dtype]
    external = external or size > MAX_MESSAGE_BYTES
    (folder / DATA_FILE).unlink(missing_ok=True)
    for tensor in place_weights(traced.graph, weights, dtype):
        if external and len(tensor.raw_data) >= MIN_EXTERNAL_BYTES:
            move_out(tensor, folder / DATA_FILE)
        traced.graph.initializer.append(tensor)
    onnx.save(traced, str(folder / MODEL_FILE))
    onnx.checker.check_model(str(folder / MODEL_FILE))


def trace(model: PrmModel) -> ModelProto:
    """int64 [batch, tokens] to float32 [batch, tokens, width]; its weights are inputs yet."""
    example = torch.tensor([[1, 2, 0], [2, 1, 1]])
    message = io.BytesIO()
    torch.onnx.export(
        model,
        (example, torch.ones_like(example)),
        message,
        export_params=False,
        opset_version=OPSET,
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*INPUTS, OUTPUT)},
    )
    return onnx.load_from_string(message.getvalue())


def place_weights(
    graph: GraphProto, weights: dict[str, torch.Tensor], dtype: Dtype
) -> Iterator[TensorProto]:
    """Yields initializers for the weight inputs and adds the nodes that these need."""
    names = [given.name for given in graph.input[len(INPUTS) :]]
    del graph.input[len(INPUTS) :]
    for name in names:
        for key, array in place_weight(graph, name, weights[name].numpy(), dtype).items():
            yield numpy_helper.from_array(np.ascontiguousarray(array), key)


def place_weight(
    graph: GraphProto, name: str, weight: np.ndarray, dtype: Dtype
) -> dict[str, np.ndarray]:
    for place, node in enumerate(graph.node):
        if node.op_type == "MatMul" and node.input[1] == name:
            return splice(graph, place, place, store_factor(name, weight, dtype))
        if node.op_type == "Gather" and node.input[0] == name:
            return splice(graph, place, place + 1, store_table(name, weight, dtype, node))
    return {name: weight}


def splice(graph: GraphProto, start: int, end: int, stored: Stored) -> dict[str, np.ndarray]:
    nodes = [*graph.node[:start], *stored.nodes, *graph.node[end:]]
    del graph.node[:]
    graph.node.extend(nodes)
    return stored.arrays


def move_out(tensor: TensorProto, file: Path) -> None:
    with file.open("ab") as data:
        data.write(bytes(-data.tell() % PAGE))
        set_external_data(tensor, file.name, offset=data.tell(), length=len(tensor.raw_data))
        data.write(tensor.raw_data)
    tensor.ClearField("raw_data")
