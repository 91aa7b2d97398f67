"""Qwen2, Llama and Mistral as one decoder in plain torch, for one pass over whole sequences."""

import torch
from torch import nn

from decoder_config import DecoderConfig
from rotary import rotary_tables, rotate

MASKED = -1e30
"""A logit that no attention survives; finite, so that a sequence of padding alone yields no NaN."""


class Linear(nn.Module):
    """y = x W + b. The weight is kept [inputs, outputs], as the graph's MatMul wants it."""

    def __init__(self, inputs: int, outputs: int, bias: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs), requires_grad=False)
        self.bias = nn.Parameter(torch.empty(outputs), requires_grad=False) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x @ self.weight
        return y if self.bias is None else y + self.bias


class Norm(nn.Module):
    """RMSNorm (Zhang and Sennrich 2019, eq. 4)."""

    def __init__(self, size: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(size), requires_grad=False)
        self.epsilon = epsilon

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


class Attention(nn.Module):
    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        queries, keys = config.heads * config.head_size, config.key_value_heads * config.head_size
        bias = config.query_key_value_bias
        self.q_proj = Linear(config.hidden, queries, bias)
        self.k_proj = Linear(config.hidden, keys, bias)
        self.v_proj = Linear(config.hidden, keys, bias)
        self.o_proj = Linear(queries, config.hidden, config.output_bias)
        self.groups = config.key_value_heads
        self.sharing = config.heads // config.key_value_heads
        self.head_size = config.head_size

    def forward(
        self, x: torch.Tensor, seen: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor
    ) -> torch.Tensor:
        """x [batch, tokens, hidden]; seen bool [batch, tokens, tokens]: row attends to column."""
        batch, tokens, _ = x.shape
        # Heads of a group share its keys by broadcasting: [batch, groups, sharing, tokens, size].
        shared = (batch, tokens, self.groups, self.sharing, self.head_size)
        single = (batch, tokens, self.groups, 1, self.head_size)
        query = rotate(self.q_proj(x).reshape(shared).permute(0, 2, 3, 1, 4), cos, sin)
        key = rotate(self.k_proj(x).reshape(single).permute(0, 2, 3, 1, 4), cos, sin)
        value = self.v_proj(x).reshape(single).permute(0, 2, 3, 1, 4)
        logits = (query @ key.transpose(-1, -2)) * self.head_size**-0.5
        shares = torch.softmax(logits.masked_fill(~seen[:, None, None], MASKED), dim=-1)
        mixed = (shares @ value).permute(0, 3, 1, 2, 4)
        return self.o_proj(mixed.reshape(batch, tokens, -1))


class Mlp(nn.Module):
    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.gate_proj = Linear(config.hidden, config.intermediate, config.mlp_bias)
        self.up_proj = Linear(config.hidden, config.intermediate, config.mlp_bias)
        self.down_proj = Linear(config.intermediate, config.hidden, config.mlp_bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down_proj(nn.functional.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.input_layernorm = Norm(config.hidden, config.norm_epsilon)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = Norm(config.hidden, config.norm_epsilon)
        self.mlp = Mlp(config)

    def forward(
        self, x: torch.Tensor, seen: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor
    ) -> torch.Tensor:
        x = x + self.self_attn(self.input_layernorm(x), seen, cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    """Parameters are named as in the published checkpoints, under `model.`."""

    cos: torch.Tensor
    sin: torch.Tensor

    def __init__(self, config: DecoderConfig, max_tokens: int) -> None:
        super().__init__()
        self.max_tokens = max_tokens
        self.embed_tokens = nn.Embedding.from_pretrained(
            torch.empty(config.vocabulary, config.hidden)
        )
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.norm = Norm(config.hidden, config.norm_epsilon)
        self.window = (
            None if config.window is None or config.window >= max_tokens else config.window
        )
        # Tables, not Cos and Sin in the graph: GPUs compute those of large angles inexactly.
        cos, sin = rotary_tables(config, max_tokens)
        self.register_buffer("cos", cos)
        self.register_buffer("sin", sin)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """int64 [batch, tokens], padded on the right; hidden states [batch, tokens, hidden]."""
        tokens = input_ids.shape[1]
        cos, sin = self.cos[:tokens], self.sin[:tokens]
        seen = self.seen(tokens) & attention_mask[:, None].bool()
        x = self.embed_tokens(input_ids)
        for layer in self.layers:
            x = layer(x, seen, cos, sin)
        return self.norm(x)

    def seen(self, tokens: int) -> torch.Tensor:
        """Which tokens one may attend to: bool [1, tokens, tokens]."""
        place = torch.arange(tokens)
        back = place[None, :, None] - place[None, None, :]
        return back >= 0 if self.window is None else (back >= 0) & (back < self.window)
