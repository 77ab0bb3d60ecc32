"""Sentence transformers on torch: the vectors that topics are best made of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Progress, silent
from trends.embed.encoder import STAGE, unit_rows
from trends.embed.quiet import quiet
from trends.embed.weights import find_weights
from trends.errors import ConfigError

Precision = Literal["float32", "bfloat16"]

_WIDTH: Final = 32
_TOKENISED_AT_ONCE: Final = 4_096


class Sentence(BaseModel):
    """Settings of a sentence transformer.

    Attributes
    ----------
    model
        Folder, or name on the model hub; all-MiniLM-L6-v2 comes from the ``offline`` extra where that is installed.
    revision
        Commit, tag or branch on the hub.
    device
        ``auto`` takes a CUDA GPU, else Apple's, else the CPU.
    precision
        ``auto`` takes bfloat16 where the device computes in it natively, which is several times as fast and keeps the
        cosine to float32 above 0.999.
    batch_size
        Texts at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["sentence"] = "sentence"
    model: str = "all-MiniLM-L6-v2"
    revision: str | None = None
    device: Annotated[str, Field(pattern=r"^(auto|cpu|mps|cuda(:\d+)?)$")] = "auto"
    precision: Literal["auto"] | Precision = "auto"
    batch_size: PositiveInt = 16

    def load(self, texts: Sequence[str]) -> "SentenceEncoder":  # noqa: ARG002  # every embedder is loaded alike
        """Load the weights.

        Raises
        ------
        TrendsError
            Where the model cannot be found.
        ConfigError
            Where the device is not there.
        """
        weights = find_weights(self.model, revision=self.revision)
        device = choose_device(self.device)
        precision = choose_precision(device) if self.precision == "auto" else self.precision
        model = _load(weights.folder, device=device, precision=precision)
        n_dims = len(model.encode("", show_progress_bar=False))  # not every model states it
        return SentenceEncoder(
            model=model,
            n_dims=n_dims,
            batch_size=self.batch_size,
            fingerprint=" ".join(
                ["sentence", weights.model, weights.version, precision, f"{model.max_seq_length} tokens by {self.batch_size}"]
            ),
            facts={
                "model": weights.model,
                "weights": weights.origin,
                "version": weights.version,
                "device": device,
                "precision": precision,
                "n_dims": str(n_dims),
                "max_tokens": str(model.max_seq_length),
            },
        )


@dataclass(frozen=True)
class SentenceEncoder:
    """A loaded sentence transformer, an `Encoder`; `model` is a `sentence_transformers.SentenceTransformer`."""

    model: Any
    n_dims: int
    batch_size: int
    fingerprint: str
    facts: dict[str, str]

    def encode(self, texts: Sequence[str], *, progress: Progress = silent) -> NDArray[np.float32]:
        """Return a unit vector per text; a text beyond the model's window is cut there.

        Batches have one size, and texts are padded to a multiple of 32 tokens, the longest first, so that a lack of memory
        shows at once. A vector is then the same to the last bit whatever texts it was computed beside, and what a cache
        happens to hold changes nothing.
        """
        matrix = np.empty((len(texts), self.n_dims), dtype=np.float32)
        done = 0
        for width, rows in self._by_width(texts):
            for start in range(0, len(rows), self.batch_size):
                chosen = rows[start : start + self.batch_size]
                fill = [""] * (self.batch_size - len(chosen))
                matrix[chosen] = self._forward([texts[row] for row in chosen] + fill, width=width)[: len(chosen)]
                done += len(chosen)
                progress(STAGE, done, len(texts))
        return unit_rows(matrix)

    def _by_width(self, texts: Sequence[str]) -> list[tuple[int, list[int]]]:
        """Group the rows of texts by the number of tokens to which they are padded, the longest first."""
        widths: dict[int, list[int]] = defaultdict(list)
        for start in range(0, len(texts), _TOKENISED_AT_ONCE):
            tokens = self.model.tokenizer(
                list(texts[start : start + _TOKENISED_AT_ONCE]), truncation=True, max_length=self.model.max_seq_length
            )
            for row, ids in enumerate(tokens["input_ids"], start):
                widths[min(-(-len(ids) // _WIDTH) * _WIDTH, self.model.max_seq_length)].append(row)
        return sorted(widths.items(), reverse=True)

    def _forward(self, batch: list[str], *, width: int) -> NDArray[np.float32]:
        import torch

        tokens = self.model.tokenizer(batch, padding="max_length", truncation=True, max_length=width, return_tensors="pt")
        with torch.inference_mode():
            vectors = self.model(tokens.to(self.model.device))["sentence_embedding"]
        return vectors.float().cpu().numpy()  # type: ignore[no-any-return]


def choose_device(device: str) -> str:
    """Return the best device for ``auto``, else the device itself if this machine has it."""
    import torch

    has = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    found = [name for name, is_there in has.items() if is_there]
    if device == "auto":
        return found[0]
    if device.partition(":")[0] not in found:
        raise ConfigError(f"device is {device!r}, this machine has {', '.join(found)}")
    return device


def choose_precision(device: str, *, cpuinfo: Path = Path("/proc/cpuinfo")) -> Precision:
    """Return bfloat16 where a device computes in it natively; `cpuinfo` lists the flags of a Linux CPU."""
    import torch

    native = False
    if device.startswith("cuda"):
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    elif device == "cpu" and cpuinfo.is_file():
        native = not {"amx_bf16", "avx512_bf16"}.isdisjoint(cpuinfo.read_text().split())
    return "bfloat16" if native else "float32"


def _load(folder: Path, *, device: str, precision: Precision) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    kinds = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    with quiet():
        return SentenceTransformer(str(folder), device=device, local_files_only=True, model_kwargs={"dtype": kinds[precision]})
