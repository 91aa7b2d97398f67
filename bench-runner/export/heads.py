"""What is read of the last hidden states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import nn

from decoder import Decoder, Linear
from decoder_config import DecoderConfig
from refused import Refused
from weights import Weights

HeadKind = Literal["classes", "value", "labels", "mean_row", "sequence"]
HEAD_KINDS: tuple[HeadKind, ...] = ("classes", "value", "labels", "mean_row", "sequence")
HEAD_NAMES = {"classes": ("score", "score_head"), "value": ("v_head.summary",)}
"""Under which names checkpoints keep a head of their own."""
MAX_WIDTH = 4096


@dataclass(frozen=True)
class HeadChoice:
    kind: HeadKind
    labels: tuple[int, ...] = ()
    """Token ids, of `labels` only."""
    vocabulary: bool = False
    """Whether `labels` adds the logsumexp over the whole vocabulary."""


class PrmModel(nn.Module):
    """A decoder with a head. `output` says how its `width` numbers a token are to be read."""

    output: Literal["token_vectors", "label_scores", "sequence_logprobs"] = "token_vectors"
    model: Decoder
    head: nn.Module
    checkpoint_name: str | None = None
    """Where a checkpoint keeps the head; None where it is made from the rows of lm_head."""

    def __init__(self, decoder: Decoder, head: nn.Module, width: int) -> None:
        super().__init__()
        self.model = decoder
        self.head = head
        self.width = width

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Both int64 [batch, tokens]; float32 [batch, tokens, width]."""
        return self.read(self.model(input_ids, attention_mask), input_ids)

    def read(self, hidden: torch.Tensor, input_ids: torch.Tensor) -> torch.Tensor:
        return self.head(hidden)

    def fill_head(self, lm_head: torch.Tensor) -> None:
        """From lm_head [vocabulary, hidden], where the head is made of it."""
        raise NotImplementedError


class VectorModel(PrmModel):
    """A head of the checkpoint's own: Linear, or Linear, ReLU, Linear as `name.0` and `name.2`."""

    def __init__(
        self, decoder: Decoder, config: DecoderConfig, weights: Weights, name: str
    ) -> None:
        names = weights.names()
        deep = f"{name}.2.weight" in names
        last = f"{name}.2" if deep else name
        shape = weights.shape(f"{last}.weight")
        if len(shape) != 2 or not 0 < shape[0] <= MAX_WIDTH:
            raise Refused(f"{last}.weight has the shape {list(shape)}, which is no head")
        head: nn.Module = Linear(config.hidden, shape[0], bias=f"{last}.bias" in names)
        if deep:
            first = Linear(config.hidden, config.hidden, bias=f"{name}.0.bias" in names)
            head = nn.Sequential(first, nn.ReLU(), head)
        super().__init__(decoder, head, shape[0])
        self.checkpoint_name = name


class LabelModel(PrmModel):
    """Logits of some tokens; with `vocabulary`, a last column: the logsumexp over all tokens."""

    output = "label_scores"
    head: Linear
    all_tokens: Linear | None

    def __init__(self, decoder: Decoder, config: DecoderConfig, choice: HeadChoice) -> None:
        head = Linear(config.hidden, len(choice.labels), bias=False)
        super().__init__(decoder, head, len(choice.labels) + choice.vocabulary)
        self.labels = list(choice.labels)
        self.all_tokens = (
            Linear(config.hidden, config.vocabulary, bias=False) if choice.vocabulary else None
        )

    def read(self, hidden: torch.Tensor, input_ids: torch.Tensor) -> torch.Tensor:
        logits = self.head(hidden)
        if self.all_tokens is None:
            return logits
        return torch.cat((logits, self.all_tokens(hidden).logsumexp(-1, keepdim=True)), dim=-1)

    def fill_head(self, lm_head: torch.Tensor) -> None:
        self.head.weight.copy_(lm_head[self.labels].T)
        if self.all_tokens is not None:
            self.all_tokens.weight.copy_(lm_head.T)


class MeanRowModel(PrmModel):
    """The mean of all tokens' logits: a mean of products is the product with the mean row."""

    head: Linear

    def __init__(self, decoder: Decoder, config: DecoderConfig) -> None:
        super().__init__(decoder, Linear(config.hidden, 1, bias=False), 1)

    def fill_head(self, lm_head: torch.Tensor) -> None:
        self.head.weight.copy_(lm_head.mean(0).unsqueeze(1))


class SequenceModel(PrmModel):
    """The natural log-probability of every token after those before it; 0 of the first."""

    output = "sequence_logprobs"
    head: Linear

    def __init__(self, decoder: Decoder, config: DecoderConfig) -> None:
        super().__init__(decoder, Linear(config.hidden, config.vocabulary, bias=False), 1)

    def read(self, hidden: torch.Tensor, input_ids: torch.Tensor) -> torch.Tensor:
        logits = self.head(hidden[:, :-1])
        said = logits.gather(-1, input_ids[:, 1:].unsqueeze(-1))
        first = torch.zeros_like(hidden[:, :1, :1])
        return torch.cat((first, said - logits.logsumexp(-1, keepdim=True)), dim=1)

    def fill_head(self, lm_head: torch.Tensor) -> None:
        self.head.weight.copy_(lm_head.T)


def build_model(
    config: DecoderConfig, choice: HeadChoice, weights: Weights, max_tokens: int
) -> PrmModel:
    """The module that these weights are for, not yet filled."""
    if choice.kind == "labels":
        refuse_labels(choice.labels, config.vocabulary)
    elif choice.labels or choice.vocabulary:
        raise Refused("Label tokens and the vocabulary column belong to the head `labels`")
    decoder = Decoder(config, max_tokens)
    if choice.kind == "labels":
        return LabelModel(decoder, config, choice)
    if choice.kind == "mean_row":
        return MeanRowModel(decoder, config)
    if choice.kind == "sequence":
        return SequenceModel(decoder, config)
    return VectorModel(decoder, config, weights, head_name(weights, HEAD_NAMES[choice.kind]))


def head_name(weights: Weights, known: Sequence[str]) -> str:
    for name in known:
        if weights.names() & {f"{name}.weight", f"{name}.2.weight"}:
            return name
    raise Refused(f"The weights hold no head under the name {' or '.join(known)}")


def refuse_labels(labels: Sequence[int], vocabulary: int) -> None:
    if len(labels) < 2 or len(set(labels)) != len(labels):
        raise Refused("Name two or more different label tokens")
    outside = [label for label in labels if not 0 <= label < vocabulary]
    if outside:
        raise Refused(f"Token {outside[0]} is not among the {vocabulary} of the vocabulary")
