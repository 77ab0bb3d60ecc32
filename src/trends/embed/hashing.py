"""Hashed words: vectors for any text in any corpus, without a model and without fitting; coarse, and always there."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Corpus
from trends.embed.blocks import BlockEncoder

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

    def load(self, corpus: Corpus) -> BlockEncoder:  # noqa: ARG002  # every embedder is loaded alike
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
        axes = projection.components_.T.tocsr().astype(np.float32)
        return BlockEncoder(
            vectors=partial(_project, vectorizer, axes),
            n_dims=self.n_dims,
            fingerprint=f"hashing n_dims={self.n_dims} seed={self.seed} scikit-learn={sklearn.__version__}",
            facts={"model": "hashed words, randomly projected", "weights": "none", "n_dims": str(self.n_dims)},
        )


def _project(vectorizer: Any, axes: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    """Count words and turn the counts to the axes, which are sparse: (n_buckets, n_dims)."""
    counts = vectorizer.transform(texts)
    counts.data = 1 + np.log(counts.data)
    return (counts @ axes).toarray()  # type: ignore[no-any-return]
