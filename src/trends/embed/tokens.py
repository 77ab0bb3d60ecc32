"""Texts to tokens, ahead of the device that waits for them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tokens:
    """Texts as a model reads them.

    Attributes
    ----------
    sequences
        Windows of the texts, special tokens included: int32, one array each, those of a text one after another.
    owners
        The text of each window: int64 (n_windows), ascending.
    n_tokens
        Length of each text before any cut: int32 (n_texts).
    """

    sequences: list[NDArray[np.int32]]
    owners: NDArray[np.int64]
    n_tokens: NDArray[np.int32]


@dataclass(frozen=True)
class Tokenizer:
    """Turns texts into tokens; `tokenizer` is a fast one of transformers.

    Attributes
    ----------
    window
        Tokens of a window; None where the model has no limit.
    prompt
        Put before each text.
    parts
        Whether a longer text gives all its windows, or only the first.
    """

    tokenizer: Any
    window: int | None
    prompt: str
    parts: bool

    def read_ahead(self, texts: Sequence[str], *, slab: int) -> Iterator[tuple[int, Tokens]]:
        """Yield the tokens of slabs of texts, each with the position of its first text, while a thread reads the next."""
        starts = range(0, len(texts), slab)
        pool = ThreadPoolExecutor(1)
        try:
            coming = [pool.submit(self.read, texts[start : start + slab]) for start in starts[:1]]
            for start in starts:
                tokens = coming.pop().result()
                if start + slab < len(texts):
                    coming.append(pool.submit(self.read, texts[start + slab : start + 2 * slab]))
                yield start, tokens
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # who stops the run shall not wait for a slab

    def read(self, texts: Sequence[str]) -> Tokens:
        """Return the tokens of texts."""
        cut = {"truncation": True, "max_length": self.window, "return_overflowing_tokens": True} if self.window else {}
        read = self.tokenizer([self.prompt + text for text in texts], verbose=False, **cut)
        sequences = [np.array(ids, dtype=np.int32) for ids in read["input_ids"]]
        owners = np.array(read.get("overflow_to_sample_mapping", range(len(sequences))), dtype=np.int64)
        n_special = self.tokenizer.num_special_tokens_to_add()
        n_content = np.bincount(owners, [len(ids) - n_special for ids in sequences], minlength=len(texts))
        if not self.parts:
            first = np.flatnonzero(np.diff(owners, prepend=-1))
            sequences, owners = [sequences[row] for row in first], owners[first]
        return Tokens(sequences, owners, (n_content + n_special).astype(np.int32))
