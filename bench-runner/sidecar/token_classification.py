"""Loads token classifiers and PRMs with code of their own, by Hugging Face transformers.

For a model whose head is elsewhere, copy this file and change what `numbers` takes from the output.
"""


def load(model, device, dtype):
    import torch
    import transformers

    options = {"torch_dtype": getattr(torch, dtype), "trust_remote_code": True}
    try:
        loaded = transformers.AutoModelForTokenClassification.from_pretrained(model, **options)
    except ValueError:
        loaded = transformers.AutoModel.from_pretrained(model, **options)
    loaded = loaded.to(device).eval()

    def numbers(output):
        """[batch, tokens, width]: the head's own numbers, with no softmax or sigmoid."""
        return output.logits if hasattr(output, "logits") else output[0]

    @torch.inference_mode()
    def forward(sequences):
        longest = max(map(len, sequences))
        # Padding on the right moves nothing before it in a causal model.
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in sequences], device=device)
        mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in sequences], device=device)
        found = numbers(loaded(input_ids=ids, attention_mask=mask)).float().cpu().tolist()
        return [rows[: len(one)] for rows, one in zip(found, sequences)]

    facts = {
        "dtype": dtype,
        "device": torch.cuda.get_device_name() if device.startswith("cuda") else device,
        "version": f"sidecar 1, transformers {transformers.__version__}, torch {torch.__version__}",
    }
    most = getattr(loaded.config, "max_position_embeddings", None)
    if most is not None:
        facts["max_tokens"] = most
    return forward, facts
