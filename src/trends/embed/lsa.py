"""Latent semantic analysis: vectors from the texts alone, without a model, in seconds."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Progress, silent
from trends.embed.encoder import STAGE, unit_rows
from trends.errors import DataError

# From this many texts on, a term of a single text can tell nothing about the others and is left out.
_ENOUGH_TEXTS = 100


class Lsa(BaseModel):
    """Settings of latent semantic analysis: tf-idf of English words, then a truncated singular value decomposition.

    Attributes
    ----------
    n_dims
        Length of a vector; fewer where there are fewer texts or terms.
    seed
        Of the randomised decomposition.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["lsa"] = "lsa"
    n_dims: PositiveInt = 128
    seed: int = Field(default=0, ge=0, lt=2**32)

    def load(self, texts: Sequence[str]) -> "LsaEncoder":
        """Fit the terms and their axes to texts (Deerwester et al. 1990).

        Raises
        ------
        DataError
            Where the texts hold no term, for instance because they are not written in words.
        """
        import sklearn
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.utils.extmath import randomized_svd

        vectorizer = TfidfVectorizer(
            sublinear_tf=True, stop_words="english", min_df=1 if len(texts) < _ENOUGH_TEXTS else 2, dtype=np.float32
        )
        try:
            weights = vectorizer.fit_transform(texts)
        except ValueError as error:  # an empty vocabulary
            raise DataError(f"lsa finds no term in {len(texts)} texts, it needs words that texts share") from error
        n_dims = min(self.n_dims, *weights.shape)
        _, _, axes = randomized_svd(weights, n_dims, random_state=self.seed)
        fitted_on = hashlib.sha256("\0".join(texts).encode()).hexdigest()
        return LsaEncoder(
            vectorizer=vectorizer,
            axes=axes.T.astype(np.float32),
            fingerprint=f"lsa n_dims={n_dims} seed={self.seed} texts={fitted_on} scikit-learn={sklearn.__version__}",
            facts={"model": "latent semantic analysis", "weights": "fitted on the papers themselves", "n_dims": str(n_dims)},
        )


@dataclass(frozen=True)
class LsaEncoder:
    """A fitted analysis, an `Encoder`: `axes` is (n_terms, n_dims)."""

    vectorizer: Any
    axes: NDArray[np.float32]
    fingerprint: str
    facts: dict[str, str]

    def encode(self, texts: Sequence[str], *, progress: Progress = silent) -> NDArray[np.float32]:
        """Return a unit vector per text; texts without a known term all get the first axis."""
        if not texts:
            return np.empty((0, self.axes.shape[1]), dtype=np.float32)
        matrix = unit_rows(self.vectorizer.transform(texts) @ self.axes)
        progress(STAGE, len(texts), len(texts))
        return matrix
