import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from check_parity import check_parity, run_onnx, run_torch
from configs import CONFIGS
from export_folder import Form, Source, export_folder
from fixtures import write_fixtures
from heads import HeadChoice
from random_checkpoint import write_checkpoint
from refused import Refused
from stored_weights import quantize
from tiny_tokenizer import write_tokenizer

ROOT = Path(__file__).resolve().parents[3]
LABELS = HeadChoice("labels", (43, 45), vocabulary=True)


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkpoint = Path(folder.name) / "checkpoint"
        self.checkpoint.mkdir()
        self.target = Path(folder.name) / "onnx"

    def export(self, name: str, head: HeadChoice, form: Form = Form()):
        write_tokenizer(self.checkpoint)
        write_checkpoint(self.checkpoint, CONFIGS[name], head.kind, 31)
        return export_folder(self.checkpoint, self.target, head, Source("some/model", "abc"), form)

    def test_onnxruntime_web_agrees_with_torch(self):
        cases = (
            ("qwen2", HeadChoice("classes")),
            ("qwen2", HeadChoice("value")),
            ("llama", LABELS),
            ("llama", HeadChoice("mean_row")),
            ("mistral", HeadChoice("sequence")),
        )
        for name, head in cases:
            with self.subTest(name, head=head.kind):
                parity = check_parity(self.export(name, head), self.target)
                self.assertLess(parity.difference, 2e-5)
                self.assertTrue(parity.holds)

    def test_weights_may_lie_in_a_file_of_their_own(self):
        model = self.export("llama", LABELS, Form(external=True))
        data = (self.target / "model.onnx.data").stat().st_size
        self.assertGreater(data, sum(p.numel() * 4 for p in model.parameters() if p.dim() == 2))
        self.assertLess((self.target / "model.onnx").stat().st_size, data / 4)
        self.assertLess(check_parity(model, self.target).difference, 2e-5)
        self.export("llama", LABELS)
        self.assertFalse((self.target / "model.onnx.data").exists())

    def test_matrices_may_be_kept_smaller(self):
        sizes, moved = [], []
        for dtype in ("float32", "float16", "int8"):
            model = self.export("mistral", HeadChoice("sequence"), Form(dtype=dtype))
            parity = check_parity(model, self.target)
            self.assertLess(parity.difference, 2e-5, dtype)
            sizes.append((self.target / "model.onnx").stat().st_size)
            moved.append(parity.moved)
            self.assertEqual(json.loads((self.target / "model.json").read_text())["dtype"], dtype)
        # The graph itself is some 60 KB.
        self.assertLess(sizes[1], 0.7 * sizes[0])
        self.assertLess(sizes[2], 0.5 * sizes[0])
        self.assertEqual(moved[0], 0)
        self.assertTrue(0 < moved[1] < 0.02 < moved[2] < 0.5, moved)

    def test_int8_is_off_by_half_a_step_at_most(self):
        matrix = np.random.default_rng(5).normal(size=(60, 7)).astype(np.float32)
        matrix[:, 3] = 0
        numbers, scales = quantize(matrix, axis=0)
        self.assertEqual((numbers.dtype, scales.shape), (np.int8, (1, 7)))
        self.assertTrue((np.abs(numbers * scales - matrix) <= scales * 0.5001).all())

    def test_a_model_that_differs_does_not_pass(self):
        model = self.export("mistral", HeadChoice("sequence"))
        with torch.no_grad():
            model.model.norm.weight[0] *= 1.05
        self.assertFalse(check_parity(model, self.target).holds)

    def test_refuses_to_compare_another_head(self):
        self.export("llama", LABELS)
        other = export_folder(
            self.checkpoint,
            self.target / "other",
            HeadChoice("labels", (1, 2)),
            Source("x"),
            Form(),
        )
        with self.assertRaisesRegex(Refused, "another head"):
            check_parity(other, self.target)

    def test_the_record_says_what_it_is(self):
        self.export("llama", LABELS, Form(max_tokens=100))
        record = json.loads((self.target / "model.json").read_text())
        weights = record["source"].pop("weights")
        self.assertRegex(weights, "^[0-9a-f]{64}$")
        expected = {
            "schema": "stepmark.onnx/1",
            "output": "label_scores",
            "width": 3,
            "labels": [43, 45],
            "vocabulary": True,
            "maxTokens": 100,
            "dtype": "float32",
            "source": {"model": "some/model", "revision": "abc"},
            "exporter": "1",
        }
        self.assertEqual(record, expected)

    def test_refuses_sequences_beyond_its_most_tokens(self):
        model = self.export("llama", LABELS, Form(max_tokens=10))
        self.assertEqual(run_onnx(self.target, [np.arange(10)])[0].shape, (10, 3))
        with self.assertRaises(Refused):
            run_onnx(self.target, [np.arange(11)])
        with self.assertRaises(RuntimeError):
            run_torch(model, np.arange(11))

    def test_needs_a_tokenizer(self):
        write_checkpoint(self.checkpoint, CONFIGS["qwen2"], "value", 31)
        with self.assertRaisesRegex(Refused, "tokenizer.json and tokenizer_config.json"):
            export_folder(self.checkpoint, self.target, HeadChoice("value"), Source("x"), Form())

    def test_the_command_exports_and_compares(self):
        self.export("qwen2", LABELS)
        head = ["--head", "labels", "--labels", "43,45"]
        for command in (["model", "--int8"], ["check"]):
            done = self.command(
                command[0], str(self.checkpoint), str(self.target), *head, *command[1:]
            )
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^largest difference [\d.e-]+, largest number [\d.]+\n")
        self.assertRegex(
            done.stdout, r"\nkeeping the weights smaller moved numbers by [\d.]+ at most\n$"
        )
        done = self.command("check", str(self.checkpoint), str(self.target), "--head", "mean_row")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "^.*was exported with another head")

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(ROOT / "bench-runner/export"), *arguments],
            capture_output=True,
            text=True,
        )


class FixturesTest(unittest.TestCase):
    def test_are_what_the_exporter_makes(self):
        committed = ROOT / "test/models"
        with tempfile.TemporaryDirectory() as folder:
            write_fixtures(Path(folder))
            for made in sorted(Path(folder).glob("*/*")):
                kept = committed / made.relative_to(folder)
                if made.name == "torch.json":
                    self.assert_close(json.loads(made.read_text()), json.loads(kept.read_text()))
                elif made.name != "model.onnx" or same_torch(kept):
                    self.assertEqual(made.read_bytes(), kept.read_bytes(), kept)

    def assert_close(self, made: dict, kept: dict):
        """Processors add in different orders."""
        for ours, theirs in zip(made["sequences"], kept["sequences"], strict=True):
            self.assertEqual(ours["ids"], theirs["ids"])
            np.testing.assert_allclose(ours["output"], theirs["output"], atol=1e-5)


def same_torch(kept: Path) -> bool:
    return onnx.load(str(kept)).producer_version == torch.onnx.producer_version


if __name__ == "__main__":
    unittest.main()
