"""Latent semantic analysis: vectors from the texts alone, without a model, in seconds."""

import hashlib
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from trends.data import Corpus
from trends.embed.blocks import BlockEncoder
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

    def load(self, corpus: Corpus) -> BlockEncoder:
        """Fit the terms and their axes to the papers (Deerwester et al. 1990).

        Raises
        ------
        DataError
            Where the papers hold no term, for instance because they are not written in words.
        """
        import sklearn
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.utils.extmath import randomized_svd

        texts = corpus.texts()
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
        columns = axes.T.astype(np.float32)
        return BlockEncoder(
            vectors=lambda block: vectorizer.transform(block) @ columns,
            n_dims=n_dims,
            fingerprint=f"lsa n_dims={n_dims} seed={self.seed} texts={fitted_on} scikit-learn={sklearn.__version__}",
            facts={"model": "latent semantic analysis", "weights": "fitted on the papers themselves", "n_dims": str(n_dims)},
        )
