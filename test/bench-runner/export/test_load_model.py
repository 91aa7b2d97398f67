import json
import tempfile
import unittest
from hashlib import sha256
from pathlib import Path

import torch

from configs import CONFIGS
from decoder_config import parse_config
from heads import HeadChoice
from load_model import load_model
from random_checkpoint import checkpoint_shapes, random_tensors, write_checkpoint, write_safetensors
from refused import Refused
from weights import Weights

QWEN2, LLAMA = CONFIGS["qwen2"], CONFIGS["llama"]


class LoadModelTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def tensors(self, config: dict, head: str) -> dict[str, torch.Tensor]:
        write_checkpoint(self.folder, config, head, 21)
        return random_tensors(checkpoint_shapes(parse_config(config), head), 21)

    def write(self, tensors: dict[str, torch.Tensor]):
        write_safetensors(self.folder / "model.safetensors", tensors)

    def assert_refused(self, head: HeadChoice, why: str):
        with self.assertRaisesRegex(Refused, why):
            load_model(self.folder, head)

    def test_names_every_missing_and_every_unexpected_key(self):
        tensors = self.tensors(LLAMA, "sequence")
        for gone in ("model.norm.weight", "model.layers.1.mlp.up_proj.bias"):
            del tensors[gone]
        self.write(
            tensors | {"model.layers.2.mlp.up_proj.weight": torch.zeros(1), "extra": torch.zeros(1)}
        )
        self.assert_refused(
            HeadChoice("sequence"),
            r"missing: model\.layers\.1\.mlp\.up_proj\.bias, model\.norm\.weight; "
            r"unexpected: extra, model\.layers\.2\.mlp\.up_proj\.weight$",
        )

    def test_refuses_a_head_that_is_not_asked_for(self):
        self.tensors(QWEN2, "classes")
        self.assert_refused(
            HeadChoice("sequence"), "unexpected: score.0.bias, score.0.weight, score.2"
        )
        self.assert_refused(HeadChoice("value"), "no head under the name v_head.summary")

    def test_refuses_a_shape_that_is_not_the_configs(self):
        tensors = self.tensors(QWEN2, "classes")
        self.write(tensors | {"model.norm.weight": torch.zeros(63)})
        self.assert_refused(
            HeadChoice("classes"),
            r"model.norm.weight has the shape \[63\]; the config asks for \[64\]",
        )

    def test_passes_over_what_checkpoints_carry_in_vain(self):
        tensors = self.tensors(QWEN2, "classes")
        self.write(
            tensors
            | {
                "model.layers.0.self_attn.rotary_emb.inv_freq": torch.zeros(4),
                "lm_head.weight": torch.zeros(400, 64),
            }
        )
        load_model(self.folder, HeadChoice("classes"))

    def test_tied_rows_are_the_embedding_table(self):
        tensors = self.tensors(QWEN2, "labels")
        self.assertNotIn("lm_head.weight", tensors)
        model, _ = load_model(self.folder, HeadChoice("labels", (3, 5)))
        expected = tensors["model.embed_tokens.weight"][[3, 5]].T
        self.assertTrue(torch.equal(model.head.weight, expected))

    def test_reads_a_head_of_one_layer_under_either_name(self):
        tensors = self.tensors(QWEN2, "labels")
        for name, bias in (("score", True), ("score_head", False)):
            with self.subTest(name):
                head = {f"{name}.weight": torch.ones(3, 64)} | (
                    {f"{name}.bias": torch.ones(3)} if bias else {}
                )
                self.write(tensors | head)
                model, _ = load_model(self.folder, HeadChoice("classes"))
                self.assertEqual((model.width, model.head.bias is not None), (3, bias))

    def test_refuses_labels_outside_the_vocabulary(self):
        self.tensors(QWEN2, "labels")
        self.assert_refused(HeadChoice("labels", (3, 400)), "Token 400 is not among the 400")
        self.assert_refused(HeadChoice("labels", (3,)), "two or more")
        self.assert_refused(HeadChoice("labels", (3, 3)), "two or more different")
        self.assert_refused(HeadChoice("sequence", vocabulary=True), "belong to the head `labels`")

    def test_refuses_more_tokens_than_there_are_positions(self):
        self.tensors(QWEN2, "labels")
        with self.assertRaisesRegex(Refused, "the model knows 256 positions"):
            load_model(self.folder, HeadChoice("labels", (3, 5)), 257)

    def test_shards_are_one_model(self):
        tensors = self.tensors(LLAMA, "sequence")
        whole = Weights(self.folder)
        self.assertEqual(
            whole.sha256(), sha256((self.folder / "model.safetensors").read_bytes()).hexdigest()
        )
        (self.folder / "model.safetensors").unlink()
        names = sorted(tensors)
        parts = {"b.safetensors": names[:9], "a.safetensors": names[9:]}
        for file, held in parts.items():
            write_safetensors(self.folder / file, {name: tensors[name] for name in held})
        self.write_index({name: file for file, held in parts.items() for name in held})
        model, weights = load_model(self.folder, HeadChoice("sequence"))
        self.assertTrue(torch.equal(model.model.norm.weight, tensors["model.norm.weight"]))
        both = b"".join(
            (self.folder / file).read_bytes() for file in ("a.safetensors", "b.safetensors")
        )
        self.assertEqual(weights.sha256(), sha256(both).hexdigest())

    def test_refuses_an_index_that_leads_elsewhere(self):
        (self.folder / "other.safetensors").write_bytes(b"")
        for place in ("../model.safetensors", "/etc/passwd", "gone.safetensors", "config.json", 3):
            with self.subTest(place):
                self.write_index({"x": place})
                with self.assertRaises(Refused):
                    Weights(self.folder)

    def test_refuses_a_key_in_two_shards(self):
        for file in ("a.safetensors", "b.safetensors"):
            write_safetensors(self.folder / file, {"x": torch.zeros(1)})
        self.write_index({"x": "a.safetensors", "y": "b.safetensors"})
        with self.assertRaisesRegex(Refused, "x stands in a.safetensors too"):
            Weights(self.folder)

    def test_says_what_a_folder_lacks(self):
        with self.assertRaisesRegex(
            Refused, "neither model.safetensors nor model.safetensors.index.json"
        ):
            Weights(self.folder)

    def write_index(self, places: dict[str, object]):
        (self.folder / "model.safetensors.index.json").write_text(
            json.dumps({"weight_map": places})
        )


if __name__ == "__main__":
    unittest.main()
