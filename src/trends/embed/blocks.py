"""Texts in blocks, for encoders that are quick and know no window: what is in memory at once stays bounded."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trends.embed.encoder import Batch, unit_rows

N_TEXTS: Final = 8_192

Vectors = Callable[[Sequence[str]], NDArray[np.floating]]


def encode_blocks(texts: Sequence[str], *, vectors: Vectors) -> Iterator[Batch]:
    """Yield the vectors of texts, scaled to unit length, in the order given.

    Parameters
    ----------
    texts
        Any number of them.
    vectors
        Gives at most `N_TEXTS` texts a row each: (n_texts, n_dims).
    """
    for start in range(0, len(texts), N_TEXTS):
        block = texts[start : start + N_TEXTS]
        rows = np.arange(start, start + len(block), dtype=np.int64)
        yield Batch(rows, unit_rows(vectors(block)), np.zeros(len(block), dtype=np.int32))
