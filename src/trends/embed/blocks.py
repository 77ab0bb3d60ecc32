"""The encoder of all kinds that are quick: texts go in blocks, so that what is in memory at once stays bounded."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.embed.encoder import Batch, unit_rows

N_TEXTS: Final = 8_192

Vectors = Callable[[Sequence[str]], NDArray[np.floating]]


@dataclass(frozen=True)
class BlockEncoder:
    """An `Encoder` that knows no window and is as quick as a cache would be.

    Attributes
    ----------
    vectors
        Gives at most `N_TEXTS` texts a row each, of any length: (n_texts, n_dims). A row of zeros becomes the first axis.
    n_dims, fingerprint, facts, reads_any_text, max_tokens, is_costly
        See `Encoder`.
    """

    vectors: Vectors
    n_dims: int
    fingerprint: str
    facts: dict[str, str]
    reads_any_text: bool = True
    max_tokens: int | None = None
    is_costly: bool = False

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield the vectors of texts, scaled to unit length, in the order given."""
        for start in range(0, len(texts), N_TEXTS):
            block = texts[start : start + N_TEXTS]
            rows = np.arange(start, start + len(block), dtype=np.int64)
            yield Batch(rows, unit_rows(self.vectors(block)), np.zeros(len(block), dtype=np.int32))
