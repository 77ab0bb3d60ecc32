"""Sentence transformers on torch: the vectors that topics are best made of."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Corpus
from trends.embed.device import Precision, choose_budget, choose_devices, choose_precision
from trends.embed.encoder import Batch, unit_rows
from trends.embed.forward import Fleet, Replica, warm_up
from trends.embed.loading import load_model
from trends.embed.tokens import Tokenizer, Tokens
from trends.embed.weights import find_weights
from trends.errors import ConfigError

# Of a slab, a twentieth or so is lost on batches that are not full, where the slab has twice as many texts as a batch tokens.
_TEXTS_PER_TOKEN: Final = 2
_SMALLEST_SLAB: Final = 4_096


class Sentence(BaseModel):
    """Settings of a sentence transformer.

    Attributes
    ----------
    model
        Folder, or name on the model hub; all-MiniLM-L6-v2 comes from the ``offline`` extra where that is installed.
    revision
        Commit, tag or branch on the hub.
    prompt
        Name of one of the model's own prompts (``passage``, ``document`` …) or the words themselves (``passage: ``); None
        takes the one that the model names as its default, if any, and ``""`` none at all.
    long_texts
        What becomes of a text beyond the model's window: ``cut`` keeps its beginning, title first; ``average`` takes the
        mean of its windows, weighted by their tokens.
    device
        ``auto`` takes every CUDA GPU, else Apple's, else the CPU; ``cuda:1`` takes one GPU.
    precision
        ``auto`` takes bfloat16 where the device computes in it natively, which is several times as fast and keeps the
        cosine to float32 above 0.999.
    batch_tokens
        Tokens at once, padding included; ``auto`` knows what suits a CPU and finds on a GPU what fits. Halved where memory
        runs out.
    compiled
        Whether the model goes through ``torch.compile``: about a minute at the start, which pays from some ten thousand
        papers on; on a CPU it needs a C++ compiler.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["sentence"] = "sentence"
    model: str = "all-MiniLM-L6-v2"
    revision: str | None = None
    prompt: str | None = None
    long_texts: Literal["cut", "average"] = "cut"
    device: Annotated[str, Field(pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")] = "auto"
    precision: Literal["auto"] | Precision = "auto"
    batch_tokens: Literal["auto"] | PositiveInt = "auto"
    compiled: bool = False

    def load(self, corpus: Corpus | None = None) -> "SentenceEncoder":  # noqa: ARG002  # every embedder is loaded alike
        """Load the weights.

        Raises
        ------
        TrendsError
            Where the model cannot be found.
        ConfigError
            Where the device is not there, or the model cannot be fed with tokens.
        """
        weights = find_weights(self.model, revision=self.revision)
        devices = choose_devices(self.device)
        precision = choose_precision(devices[0]) if self.precision == "auto" else self.precision
        models = [load_model(weights.folder, device=device, precision=precision) for device in devices]
        tokenizer = _tokenizer(models[0], prompt=self.prompt, parts=self.long_texts == "average")
        fleet = self._start(models, devices=devices, precision=precision, tokenizer=tokenizer)
        window = tokenizer.window
        return SentenceEncoder(
            tokenizer=tokenizer,
            fleet=fleet,
            n_dims=len(next(fleet.run(tokenizer.read([""]).sequences))[1][0]),  # not every model states it
            max_tokens=window,
            fingerprint=" ".join(
                [
                    "sentence",
                    weights.model,
                    weights.version,
                    precision,
                    f"window={window}",
                    f"long={self.long_texts}",
                    f"prompt={hashlib.sha256(tokenizer.prompt.encode()).hexdigest()[:16] if tokenizer.prompt else 'none'}",
                ]
            ),
            facts={
                "model": weights.model,
                "weights": weights.origin,
                "version": weights.version,
                "device": ", ".join(devices),
                "precision": precision,
                "prompt": tokenizer.prompt or "none",
                "batch_tokens": str(fleet.budget),
                "max_tokens": str(window),
                "long_texts": self.long_texts,
            },
        )

    def _start(self, models: Sequence[Any], *, devices: Sequence[str], precision: Precision, tokenizer: Tokenizer) -> Fleet:
        """Put the copies of a model to work."""
        import torch

        for model in models:
            model[0].unpad_inputs = False  # batches have fixed shapes
        prompt_length = _prompt_length(models[0], tokenizer)
        budget = choose_budget(devices[0], precision=precision) if self.batch_tokens == "auto" else self.batch_tokens
        replicas = [Replica(model, device, budget or 0, prompt_length) for model, device in zip(models, devices, strict=True)]
        for replica in replicas:
            replica.budget = budget or warm_up(replica, window=tokenizer.window)
            if self.compiled:
                replica.compile()
        n_threads = torch.get_num_threads() if devices == ["cpu"] else 1
        return Fleet(replicas, tokenizer.window, n_threads)


@dataclass(frozen=True)
class SentenceEncoder:
    """A loaded sentence transformer, an `Encoder`."""

    tokenizer: Tokenizer
    fleet: Fleet
    n_dims: int
    max_tokens: int | None
    fingerprint: str
    facts: dict[str, str]
    is_costly: bool = True
    reads_any_text: bool = True

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield a unit vector per text, texts of like length together."""
        slab = max(_SMALLEST_SLAB, _TEXTS_PER_TOKEN * self.fleet.budget)
        for start, tokens in self.tokenizer.read_ahead(texts, slab=slab):
            yield from self._encode(tokens, start=start)

    def _encode(self, tokens: Tokens, *, start: int) -> Iterator[Batch]:
        """Yield texts of one window at once, and the means of those of several at the end."""
        n_windows = np.bincount(tokens.owners, minlength=len(tokens.n_tokens))
        sums = {int(text): np.zeros(self.n_dims) for text in np.flatnonzero(n_windows > 1)}
        for rows, vectors in self.fleet.run(tokens.sequences):
            texts, units = tokens.owners[rows], unit_rows(vectors)
            whole = n_windows[texts] == 1
            yield Batch(start + texts[whole], units[whole], tokens.n_tokens[texts[whole]])
            for row, text, vector in zip(rows[~whole], texts[~whole], units[~whole], strict=True):
                sums[text] += len(tokens.sequences[row]) * vector.astype(np.float64)
        if sums:
            texts = np.array(list(sums), dtype=np.int64)
            yield Batch(start + texts, unit_rows(np.stack(list(sums.values()))), tokens.n_tokens[texts])


def _tokenizer(model: Any, *, prompt: str | None, parts: bool) -> Tokenizer:
    """Return what feeds a model.

    Raises
    ------
    ConfigError
        Where the model does not read tokens of transformers.
    """
    if not getattr(model.tokenizer, "is_fast", False):
        kind = type(model.tokenizer).__name__
        raise ConfigError(
            f"the model reads texts with {kind}, it must be a transformer with a fast tokenizer; see embed.kind static"
        )
    name = model.default_prompt_name if prompt is None else prompt
    words = model.prompts.get(name, prompt or "") if name else ""
    if parts and words:
        raise ConfigError(
            f"embed.long_texts is 'average', which goes with no prompt, and the prompt is {words!r}: set one of them otherwise"
        )
    return Tokenizer(model.tokenizer, model.max_seq_length, words, parts)


def _prompt_length(model: Any, tokenizer: Tokenizer) -> int | None:
    """Return how many tokens pooling must leave out, for models that were trained so."""
    if not tokenizer.prompt or all(getattr(module, "include_prompt", True) for module in model):
        return None
    ids = tokenizer.tokenizer(tokenizer.prompt)["input_ids"]
    return len(ids) - (ids[-1] in tokenizer.tokenizer.all_special_ids)
