import json
import tempfile
import unittest
from pathlib import Path

from configs import CONFIGS
from decoder_config import LinearScaling, Llama3Scaling, parse_config, read_config
from refused import Refused

QWEN2, LLAMA, MISTRAL = CONFIGS["qwen2"], CONFIGS["llama"], CONFIGS["mistral"]


class DecoderConfigTest(unittest.TestCase):
    def assert_refused(self, config: dict, why: str):
        with self.assertRaisesRegex(Refused, why):
            parse_config(config)

    def test_fills_in_what_configs_leave_out(self):
        short = {
            key: value
            for key, value in MISTRAL.items()
            if key not in ("num_key_value_heads", "rope_theta")
        }
        config = parse_config(short)
        self.assertEqual(
            (config.key_value_heads, config.head_size, config.rope_theta), (4, 10, 10_000.0)
        )

    def test_knows_where_biases_are(self):
        qwen2, llama = parse_config(QWEN2), parse_config(LLAMA)
        self.assertEqual(
            (qwen2.query_key_value_bias, qwen2.output_bias, qwen2.mlp_bias), (True, False, False)
        )
        self.assertEqual(
            (llama.query_key_value_bias, llama.output_bias, llama.mlp_bias), (True, True, True)
        )
        self.assertFalse(parse_config(MISTRAL).query_key_value_bias)

    def test_a_window_is_mistrals_only(self):
        self.assertEqual(parse_config(MISTRAL).window, 16)
        self.assertIsNone(parse_config({**MISTRAL, "sliding_window": None}).window)
        without = {key: value for key, value in MISTRAL.items() if key != "sliding_window"}
        self.assertEqual(parse_config(without).window, 4096)
        self.assertIsNone(parse_config(QWEN2).window)
        self.assert_refused({**QWEN2, "use_sliding_window": True}, "use_sliding_window")

    def test_reads_rope_in_each_form(self):
        self.assertEqual(parse_config(LLAMA).rope_scaling, Llama3Scaling(8, 1, 4, 64))
        newer = {
            **MISTRAL,
            "rope_parameters": {"rope_theta": 5e5, "rope_type": "linear", "factor": 2},
        }
        config = parse_config(newer)
        self.assertEqual((config.rope_theta, config.rope_scaling), (5e5, LinearScaling(2)))
        for plain in (None, {"rope_type": "default"}, {"type": "default"}):
            self.assertIsNone(parse_config({**MISTRAL, "rope_scaling": plain}).rope_scaling)
        for other in ("yarn", "dynamic", "longrope"):
            self.assert_refused({**MISTRAL, "rope_scaling": {"type": other, "factor": 4}}, other)

    def test_refuses_what_is_not_built(self):
        self.assert_refused({**QWEN2, "model_type": "qwen3"}, "qwen3.*qwen2, llama, mistral")
        self.assert_refused({**QWEN2, "hidden_act": "gelu"}, "gelu")
        self.assert_refused({**QWEN2, "quantization_config": {}}, "quantised already")
        self.assert_refused({**MISTRAL, "attention_bias": True}, "attention_bias")

    def test_refuses_sizes_that_cannot_be(self):
        for value in (0, -1, 2.5, "64", None, True, 2**40):
            self.assert_refused({**QWEN2, "hidden_size": value}, "hidden_size")
        self.assert_refused({**QWEN2, "num_key_value_heads": 3}, "cannot share 3")
        self.assert_refused({**QWEN2, "head_dim": 7}, "in pairs")
        self.assert_refused({**QWEN2, "rms_norm_eps": float("nan")}, "rms_norm_eps")

    def test_refuses_files_that_are_no_config(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "config.json"
            with self.assertRaisesRegex(Refused, "cannot be read"):
                read_config(path)
            for text, why in (("{", "no JSON"), (json.dumps([QWEN2]), "no JSON object")):
                path.write_text(text)
                with self.assertRaisesRegex(Refused, why):
                    read_config(path)


if __name__ == "__main__":
    unittest.main()
