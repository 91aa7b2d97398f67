import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from configs import CONFIGS
from heads import HeadChoice
from load_model import load_model
from random_checkpoint import write_checkpoint
from reference_decoder import hidden_states
from weights import Weights

IDS = np.random.default_rng(7).integers(300, size=70)
"""Longer than the window of Mistral and the original context of Llama."""


class DecoderTest(unittest.TestCase):
    def test_equals_the_reference(self):
        for name, config in CONFIGS.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                write_checkpoint(Path(folder), config, "sequence", 11)
                model, weights = load_model(Path(folder), HeadChoice("sequence"))
                expected = hidden_states(config, float64(weights), IDS.tolist())
                found = model.model(
                    torch.from_numpy(IDS)[None], torch.ones(1, len(IDS), dtype=torch.long)
                )
                np.testing.assert_allclose(found[0].numpy(), expected, atol=2e-5)

    def test_heads_equal_their_definition(self):
        with tempfile.TemporaryDirectory() as folder:
            write_checkpoint(Path(folder), CONFIGS["mistral"], "labels", 12)
            weights = float64(Weights(Path(folder)))
            hidden = hidden_states(CONFIGS["mistral"], weights, IDS.tolist())
            logits = hidden @ weights["lm_head.weight"].T
            whole = np.log(np.exp(logits).sum(axis=1))

            labels = run(folder, HeadChoice("labels", (17, 4), vocabulary=True))
            np.testing.assert_allclose(
                labels, np.stack([logits[:, 17], logits[:, 4], whole], axis=1), atol=2e-5
            )
            rows = run(folder, HeadChoice("labels", (17, 4)))
            np.testing.assert_allclose(rows, logits[:, [17, 4]], atol=2e-5)
            mean = run(folder, HeadChoice("mean_row"))
            np.testing.assert_allclose(mean[:, 0], logits.mean(axis=1), atol=2e-5)
            said = logits[np.arange(len(IDS) - 1), IDS[1:]] - whole[:-1]
            sequence = run(folder, HeadChoice("sequence"))
            np.testing.assert_allclose(sequence[:, 0], [0, *said], atol=2e-5)

    def test_class_head_of_two_layers(self):
        with tempfile.TemporaryDirectory() as folder:
            write_checkpoint(Path(folder), CONFIGS["qwen2"], "classes", 13)
            weights = float64(Weights(Path(folder)))
            hidden = hidden_states(CONFIGS["qwen2"], weights, IDS.tolist())
            inner = np.maximum(hidden @ weights["score.0.weight"].T + weights["score.0.bias"], 0)
            expected = inner @ weights["score.2.weight"].T + weights["score.2.bias"]
            np.testing.assert_allclose(run(folder, HeadChoice("classes")), expected, atol=2e-5)

    def test_padding_on_the_right_changes_nothing_before_it(self):
        with tempfile.TemporaryDirectory() as folder:
            write_checkpoint(Path(folder), CONFIGS["mistral"], "value", 14)
            model, _ = load_model(Path(folder), HeadChoice("value"))
            ids = torch.from_numpy(IDS)[None]
            mask = torch.ones_like(ids)
            mask[0, 40:] = 0
            with torch.no_grad():
                padded = model(torch.where(mask == 1, ids, 0), mask)
                alone = model(ids[:, :40], mask[:, :40])
            np.testing.assert_allclose(padded[0, :40].numpy(), alone[0].numpy(), atol=1e-6)
            self.assertTrue(torch.isfinite(padded).all())


def run(folder: str, head: HeadChoice) -> np.ndarray:
    model, _ = load_model(Path(folder), head)
    ids = torch.from_numpy(IDS)[None]
    with torch.no_grad():
        return model(ids, torch.ones_like(ids))[0].numpy()


def float64(weights: Weights) -> dict[str, np.ndarray]:
    return {name: weights.read(name).double().numpy() for name in weights.names()}


if __name__ == "__main__":
    unittest.main()
