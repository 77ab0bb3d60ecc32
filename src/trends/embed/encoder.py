"""What every encoder offers: texts in, unit vectors out, and a fingerprint of all that shapes them."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from trends.data import Progress, silent

STAGE: Final = "embed"


class Encoder(Protocol):
    """Turns texts into vectors.

    Attributes
    ----------
    fingerprint
        Everything that changes vectors: model, weights, precision, window. Equal fingerprints, comparable vectors.
    facts
        What a reader of the manifest or the report wants to know: ``model``, ``weights`` (where they came from),
        ``device``, ``precision``, ``n_dims``, ``max_tokens`` … as far as they apply.
    """

    @property
    def fingerprint(self) -> str:
        """See the class."""

    @property
    def facts(self) -> Mapping[str, str]:
        """See the class."""

    def encode(self, texts: Sequence[str], *, progress: Progress = silent) -> NDArray[np.float32]:
        """Return a unit vector per text: float32 (n_texts, n_dims), in the order given."""


def unit_rows(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale rows to length 1, in double precision; a row of zeros, which has no direction, becomes the first axis."""
    rows = matrix.astype(np.float64)
    length = np.linalg.norm(rows, axis=1)
    rows[length == 0, 0] = 1
    rows /= np.where(length == 0, 1, length)[:, None]
    return rows.astype(np.float32)
