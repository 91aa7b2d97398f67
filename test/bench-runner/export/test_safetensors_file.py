import json
import tempfile
import unittest
from pathlib import Path

import torch

from random_checkpoint import write_safetensors
from refused import Refused
from safetensors_file import SafetensorsFile

TWO = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


class SafetensorsFileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "model.safetensors"

    def write(self, header: object, data: bytes = bytes(8), length: int | None = None):
        text = header if isinstance(header, bytes) else json.dumps(header).encode()
        size = len(text) if length is None else length
        self.path.write_bytes(size.to_bytes(8, "little") + text + data)

    def assert_refused(self, why: str):
        with self.assertRaisesRegex(Refused, why):
            SafetensorsFile(self.path)

    def test_reads_what_was_written_in_every_type(self):
        tensors = {
            "a": torch.tensor([[1.5, -2.0], [0.25, 4.0]]),
            "none": torch.zeros(0, 3),
            "one": torch.tensor(7.0),
        }
        for dtype in ("F32", "F16", "BF16"):
            with self.subTest(dtype):
                write_safetensors(self.path, tensors, dtype)
                file = SafetensorsFile(self.path)
                self.assertEqual(set(file.entries), set(tensors))
                for name, tensor in tensors.items():
                    found = file.read(name)
                    self.assertEqual((found.dtype, found.shape), (torch.float32, tensor.shape))
                    self.assertTrue(torch.equal(found, tensor))

    def test_reads_a_file_made_by_hand(self):
        self.write({"__metadata__": {"format": "pt"}, "x": TWO}, bytes.fromhex("0000803f000020c1"))
        self.assertEqual(SafetensorsFile(self.path).read("x").tolist(), [1.0, -10.0])

    def test_refuses_a_file_that_is_too_short(self):
        self.path.write_bytes(b"1234567")
        self.assert_refused("7 bytes are too few")

    def test_refuses_a_header_longer_than_the_file(self):
        self.write({"x": TWO}, length=2**40)
        self.assert_refused("1099511627776 bytes, of a file of")

    def test_refuses_a_header_that_is_no_json(self):
        for text in (b"{", b"\xff\xfe", b"[" * 100_000, b'{"x": NaN'):
            with self.subTest(text[:4]):
                self.write(text)
                self.assert_refused("header is no JSON")

    def test_refuses_a_header_that_is_no_object(self):
        self.write([TWO])
        self.assert_refused("no JSON object")

    def test_refuses_a_name_that_stands_twice(self):
        one = json.dumps(TWO)
        self.write(f'{{"x": {one}, "x": {one}}}'.encode())
        self.assert_refused("stands twice")

    def test_refuses_an_entry_with_other_keys(self):
        for entry in (None, [], {"dtype": "F32"}, {**TWO, "more": 1}):
            with self.subTest(entry):
                self.write({"x": entry})
                self.assert_refused("must have dtype, shape and data_offsets")

    def test_refuses_a_type_it_does_not_read(self):
        for dtype in ("I64", "F8_E4M3", 32, None, ["F32"]):
            with self.subTest(dtype):
                self.write({"x": {**TWO, "dtype": dtype}})
                self.assert_refused("F32, F16, BF16 can be read")

    def test_refuses_shapes_that_are_none(self):
        for shape in ("2", [-2], [True, 2], [2.0], [2**50], [1] * 9):
            with self.subTest(shape):
                self.write({"x": {**TWO, "shape": shape}})
                self.assert_refused("has the shape")

    def test_refuses_offsets_that_are_none(self):
        for offsets in ([0], [0, 8, 8], [-8, 0], "08", [0, 8.0]):
            with self.subTest(offsets):
                self.write({"x": {**TWO, "data_offsets": offsets}})
                self.assert_refused("data_offsets")

    def test_refuses_bytes_outside_the_file(self):
        for offsets in ([0, 9], [8, 0], [2**40, 2**40 + 8]):
            with self.subTest(offsets):
                self.write({"x": {**TWO, "data_offsets": offsets}})
                self.assert_refused("of 8 bytes of data")

    def test_refuses_a_size_that_is_not_the_shapes(self):
        self.write({"x": {**TWO, "shape": [3]}})
        self.assert_refused(r"8 bytes for the shape \[3\] of F32")
        # A product beyond 64 bits stays exact.
        self.write({"x": {**TWO, "shape": [2**40, 2**40, 2**40]}})
        self.assert_refused("8 bytes for the shape")

    def test_refuses_overlaps_and_gaps(self):
        self.write({"x": TWO, "y": TWO})
        self.assert_refused("y starts at 0, the one before ends at 8")
        self.write({"x": TWO, "y": {**TWO, "data_offsets": [12, 20]}}, bytes(20))
        self.assert_refused("y starts at 12, the one before ends at 8")
        self.write({"x": TWO}, bytes(12))
        self.assert_refused("4 bytes at its end")


if __name__ == "__main__":
    unittest.main()
