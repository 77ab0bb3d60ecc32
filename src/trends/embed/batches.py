"""Which texts go through a model together: batches of fixed shapes under a budget of tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Eight is the unit of tensor cores, and costs four tokens of padding a text.
WIDTH_STEP: Final = 8


@dataclass(frozen=True)
class Shape:
    """A batch of token sequences.

    Attributes
    ----------
    rows
        Which sequences: int64 (n_rows).
    width
        Tokens to which each is padded.
    height
        Sequences to which the batch is filled up.
    """

    rows: NDArray[np.int64]
    width: int
    height: int


def plan_batches(lengths: Sequence[int] | NDArray[np.int64], *, budget: int, window: int | None = None) -> Iterator[Shape]:
    """Group sequences by padded width, the widest first, so that a lack of memory shows at once.

    The shape of a sequence's batch depends on its own length alone: matrix products of equal shapes give equal rows, so
    its vector is the same to the last bit whatever it is computed beside.

    Parameters
    ----------
    lengths
        Tokens of each sequence.
    budget
        Tokens of a batch, padding included; a sequence that is longer stands alone.
    window
        Tokens that no width exceeds; None for no limit.
    """
    widths = -(-np.maximum(lengths, 1).astype(np.int64) // WIDTH_STEP) * WIDTH_STEP
    if window is not None:
        widths = np.minimum(widths, window)
    order = np.argsort(-widths, kind="stable")
    starts = np.flatnonzero(np.diff(widths[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        if len(rows):
            width = int(widths[rows[0]])
            height = max(1, budget // width)
            for start in range(0, len(rows), height):
                yield Shape(rows[start : start + height], width, height)
