"""One vector per paper."""

import html
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.errors import DataError

_ROWS_AT_ONCE = 65_536
_UNIT_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Embeddings:
    """Unit vectors of papers, row by row.

    Attributes
    ----------
    ids
        Paper ids, String, one per row of `matrix`.
    matrix
        float32 (n_papers, n_dims); finite, unit length; may be a read-only memory map.
    model
        Fingerprint of the embedder; two embeddings are comparable only where it is equal.
    """

    ids: pl.Series
    matrix: NDArray[np.float32]
    model: str

    def __post_init__(self) -> None:
        """Check the rules, a block of rows at a time so that a memory map stays on disk."""
        if self.matrix.ndim != 2 or self.matrix.dtype != np.float32:
            raise DataError(f"embeddings are {self.matrix.dtype} of shape {self.matrix.shape}, not float32 of 2 axes")
        if len(self.ids) != self.matrix.shape[0]:
            raise DataError(f"embeddings have {len(self.ids)} ids for {self.matrix.shape[0]} rows")
        for start in range(0, len(self.matrix), _ROWS_AT_ONCE):
            length = np.linalg.norm(self.matrix[start : start + _ROWS_AT_ONCE], axis=1)
            bad = ~(np.abs(length - 1) <= _UNIT_TOLERANCE)
            if bad.any():
                row = start + int(bad.argmax())
                raise DataError(f"embedding of {self.ids[row]!r} has length {length[row - start]}, it must be 1")

    @property
    def n_papers(self) -> int:
        """Number of rows."""
        return int(self.matrix.shape[0])

    @property
    def n_dims(self) -> int:
        """Number of columns."""
        return int(self.matrix.shape[1])

    def _repr_html_(self) -> str:
        return f"<p><b>Embeddings</b> of {self.n_papers:,} papers in {self.n_dims:,} dimensions: {html.escape(self.model)}</p>"
