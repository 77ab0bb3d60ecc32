"""Any encoder as a BERTopic embedder. Imports BERTopic, so it is itself imported late."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from bertopic.backend import BaseEmbedder
from numpy.typing import NDArray

from trends.errors import DataError
from trends.topics.names.terms import Encode


class Embedder(BaseEmbedder):  # type: ignore[misc]  # BERTopic has no types
    """Answer BERTopic's requests for vectors by a callable.

    Parameters
    ----------
    encode
        Texts to unit vectors, in the space of the topics' centroids; None refuses each request and says what to do.
    """

    def __init__(self, encode: Encode | None) -> None:
        super().__init__()
        self.encode = encode

    def embed(self, documents: Sequence[str], verbose: bool = False) -> NDArray[Any]:  # noqa: ARG002  # BERTopic passes it
        """Return a unit vector per text: float32 (n_texts, n_dims).

        Raises
        ------
        DataError
            Where there is no encoder.
        """
        if self.encode is None:
            raise DataError(f"this BERTopic has no encoder for {len(documents)} texts: pass embeddings, or make it with encoder=")
        return np.asarray(self.encode(list(documents)))
