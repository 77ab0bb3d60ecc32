"""What every encoder offers: texts in, unit vectors out, and a fingerprint of all that shapes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

STAGE: Final = "embed"


@dataclass(frozen=True)
class Batch:
    """Vectors of some of the texts that an encoder was given.

    Attributes
    ----------
    rows
        Which texts: int64 (n_rows), positions in the sequence that was given.
    matrix
        Their vectors: float32 (n_rows, n_dims), unit length.
    n_tokens
        Their lengths before any cut: int32 (n_rows), 0 where the encoder has no window.
    """

    rows: NDArray[np.int64]
    matrix: NDArray[np.float32]
    n_tokens: NDArray[np.int32]


class Encoder(Protocol):
    """Turns texts into vectors.

    Attributes
    ----------
    fingerprint
        Everything that changes vectors: model, weights, precision, window, prompt. Equal fingerprints, comparable vectors.
    facts
        What a reader of the manifest or the report wants to know: ``model``, ``weights`` (where they came from),
        ``device``, ``precision``, ``n_dims``, ``max_tokens`` … as far as they apply.
    n_dims
        Length of a vector.
    max_tokens
        Tokens beyond which a text is cut or parted; None where nothing is ever cut.
    is_costly
        Whether a vector costs more to make than to read back, and so is worth a place in the cache.
    reads_any_text
        Whether it encodes phrases and questions too, and not only the papers that it was loaded for.
    """

    @property
    def fingerprint(self) -> str:
        """See the class."""

    @property
    def facts(self) -> Mapping[str, str]:
        """See the class."""

    @property
    def n_dims(self) -> int:
        """See the class."""

    @property
    def max_tokens(self) -> int | None:
        """See the class."""

    @property
    def is_costly(self) -> bool:
        """See the class."""

    @property
    def reads_any_text(self) -> bool:
        """See the class."""

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield the vectors of all texts, batch by batch, in whatever order is fastest.

        The vector of a text is the same to the last bit whatever texts it is encoded beside.
        """


def gather(encoder: Encoder, texts: Sequence[str]) -> Batch:
    """Encode texts and put their batches together, in the order given."""
    matrix = np.empty((len(texts), encoder.n_dims), dtype=np.float32)
    n_tokens = np.zeros(len(texts), dtype=np.int32)
    for batch in encoder.encode(texts):
        matrix[batch.rows], n_tokens[batch.rows] = batch.matrix, batch.n_tokens
    return Batch(np.arange(len(texts), dtype=np.int64), matrix, n_tokens)


def encode_all(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return a unit vector per text: float32 (n_texts, n_dims), in the order given."""
    return gather(encoder, texts).matrix


def unit_rows(matrix: NDArray[np.floating]) -> NDArray[np.float32]:
    """Scale rows to length 1, in double precision; a row of zeros, which has no direction, becomes the first axis."""
    rows = matrix.astype(np.float64)
    length = np.linalg.norm(rows, axis=1)
    rows[length == 0, 0] = 1
    rows /= np.where(length == 0, 1, length)[:, None]
    return rows.astype(np.float32)
