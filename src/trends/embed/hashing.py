"""Hashed words: vectors for any text in any corpus, without a model and without fitting; coarse, and always there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Corpus
from trends.embed.blocks import encode_blocks
from trends.embed.encoder import Batch

_N_BUCKETS: Final = 2**16

# Each word touches about a tenth of the axes: enough to keep cosines, and the projection stays at some 20 MB.
_DENSITY: Final = 0.1


class Hashing(BaseModel):
    """Settings of hashed words under a sparse random projection.

    Attributes
    ----------
    n_dims
        Length of a vector.
    seed
        Of the projection.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["hashing"] = "hashing"
    n_dims: PositiveInt = 256
    seed: int = Field(default=0, ge=0, lt=2**32)

    def load(self, corpus: Corpus) -> "HashingEncoder":  # noqa: ARG002  # every embedder is loaded alike
        """Draw the projection (Achlioptas 2003; Li, Hastie & Church 2006)."""
        import sklearn
        from scipy.sparse import csr_array
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.random_projection import SparseRandomProjection

        vectorizer = HashingVectorizer(
            n_features=_N_BUCKETS, stop_words="english", alternate_sign=False, norm=None, dtype=np.float32
        )
        projection = SparseRandomProjection(self.n_dims, density=_DENSITY, random_state=self.seed)
        projection.fit(csr_array((1, _N_BUCKETS), dtype=np.float32))
        return HashingEncoder(
            vectorizer=vectorizer,
            axes=projection.components_.T.tocsr().astype(np.float32),
            fingerprint=f"hashing n_dims={self.n_dims} seed={self.seed} scikit-learn={sklearn.__version__}",
            facts={"model": "hashed words, randomly projected", "weights": "none", "n_dims": str(self.n_dims)},
        )


@dataclass(frozen=True)
class HashingEncoder:
    """A drawn projection, an `Encoder`: `axes` is sparse (n_buckets, n_dims)."""

    vectorizer: Any
    axes: Any
    fingerprint: str
    facts: dict[str, str]
    max_tokens: int | None = None
    is_costly: bool = False
    reads_any_text: bool = True

    @property
    def n_dims(self) -> int:
        """Length of a vector."""
        return int(self.axes.shape[1])

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield the vectors of texts; those without a word all get the first axis."""
        return encode_blocks(texts, vectors=self._vectors)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = self.vectorizer.transform(texts)
        counts.data = 1 + np.log(counts.data)
        return (counts @ self.axes).toarray()  # type: ignore[no-any-return]
