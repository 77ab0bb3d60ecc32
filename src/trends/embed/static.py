"""Static embeddings: a vector per token, added up; tens of times as quick as the sentence model that they come from."""

import json
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PositiveInt

from trends.data import Corpus
from trends.embed.blocks import BlockEncoder
from trends.embed.distil import find_distilled
from trends.embed.weights import Weights, find_weights
from trends.errors import MissingExtraError

_N_DIMS: Final = 256


class Static(BaseModel):
    """Settings of static embeddings (the extra ``static``).

    Attributes
    ----------
    model
        Folder, or name on the model hub, of a static model of model2vec (``minishlab/potion-base-8M``) or of a sentence
        model, which is made static on first use.
    revision
        Commit, tag or branch on the hub.
    n_dims
        Length of a vector, at most the model's own; None takes 256 where a model is made static and else all.
    folder
        Keeps models that were made static; None is a folder of the user's cache.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["static"] = "static"
    model: str = "all-MiniLM-L6-v2"
    revision: str | None = None
    n_dims: PositiveInt | None = None
    folder: str | None = None

    def load(self, corpus: Corpus) -> BlockEncoder:  # noqa: ARG002  # every embedder is loaded alike
        """Load the token vectors; make them first where the model is a sentence model.

        Raises
        ------
        MissingExtraError
            Where model2vec is not installed.
        TrendsError
            Where the model cannot be found.
        ConfigError
            Where a revision of a folder is asked for.
        WorkspaceError
            Where the model that was made cannot be kept.
        """
        if find_spec("model2vec") is None:
            raise MissingExtraError(package="model2vec", extra="static", purpose="a static model")
        import model2vec

        weights = find_weights(self.model, revision=self.revision)
        if not _is_static(weights):
            weights = find_distilled(weights, n_dims=self.n_dims or _N_DIMS, root=self._root())
        model = model2vec.StaticModel.from_pretrained(weights.folder, quantize_to="float32", max_length=None)
        table = _table(model)[:, : self.n_dims]
        return BlockEncoder(
            vectors=partial(_add_up, model, table),
            n_dims=table.shape[1],
            fingerprint=(f"static {weights.model} {weights.version} n_dims={table.shape[1]} model2vec={model2vec.__version__}"),
            facts={
                "model": f"{weights.model}, static",
                "weights": weights.origin,
                "version": weights.version,
                "device": "cpu",
                "precision": "float32",
                "n_dims": str(table.shape[1]),
            },
        )

    def _root(self) -> Path:
        from platformdirs import user_cache_path

        return Path(self.folder).expanduser() if self.folder else user_cache_path("trends", appauthor=False) / "static"


def _add_up(model: Any, table: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float32]:
    """Add up the vectors of each text's tokens, however long it is; `table` is (n_tokens, n_dims).

    As `model2vec.StaticModel.encode`, to rounding. No token reaches beyond a blank, so each word of a block is cut into
    tokens once, however often it is said: that is twice as quick.
    """
    said = [text.split() for text in texts]
    column = {word: i for i, word in enumerate(dict.fromkeys(word for words in said for word in words))}
    # The blank tells tokenizers that mark the beginnings of words that here is one.
    tokens = model.tokenize([f" {word}" for word in column])
    of_words = _counts(tokens, n_columns=len(table)) @ table
    return _counts([[column[word] for word in words] for words in said], n_columns=len(column)) @ of_words  # type: ignore[no-any-return]


def _counts(entries: Sequence[Sequence[int]], *, n_columns: int) -> Any:
    """Return a sparse row of ones per list of columns; a column that stands twice counts twice."""
    from scipy.sparse import csr_array

    columns = np.fromiter((i for row in entries for i in row), dtype=np.int32)
    ends = np.cumsum([0, *map(len, entries)])
    return csr_array((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(entries), n_columns))


def _is_static(weights: Weights) -> bool:
    """Tell a model of token vectors alone from one that reads them in context."""
    modules = json.loads((weights.folder / "modules.json").read_text())
    return bool(modules) and modules[0]["type"].endswith(".StaticEmbedding")


def _table(model: Any) -> NDArray[np.float32]:
    """Return a vector per token, also where tokens share vectors and are weighted apart."""
    table: NDArray[np.float32] = model.embedding
    if model.token_mapping is not None:
        table = table[model.token_mapping]
    if model.weights is not None:
        table = table * model.weights[:, None].astype(np.float32)
    return table
