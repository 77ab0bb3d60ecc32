"""A corpus to embeddings, through the cache."""

from pathlib import Path
from typing import Final

import numpy as np

from trends.data import Corpus, Embeddings, Progress, silent
from trends.embed.cache import open_cache, read_vectors, text_key, write_vectors
from trends.embed.encoder import Encoder

# A killed run loses at most this many texts, which is half a minute on a CPU.
_SHARD: Final = 1_024


def embed(corpus: Corpus, *, encoder: Encoder, cache: Path | None = None, progress: Progress = silent) -> Embeddings:
    """Embed title and abstract of each paper.

    Parameters
    ----------
    corpus
        The papers; equal texts are encoded once.
    encoder
        Turns texts into vectors.
    cache
        Folder that keeps vectors by encoder and text, for this run and the next; None keeps none.
    progress
        Hears of texts, those from the cache counted as done.

    Returns
    -------
    Embeddings
        A row per paper, in corpus order, exactly as the encoder returned it.

    Raises
    ------
    WorkspaceError
        Where the cache cannot be written.
    """
    texts = corpus.texts()
    keys = [text_key(text) for text in texts]
    text_of = dict(zip(keys, texts, strict=True))
    folder = open_cache(cache, fingerprint=encoder.fingerprint) if cache else None
    vectors = read_vectors(folder, text_of) if folder else {}
    missing = [key for key in text_of if key not in vectors]
    for start in range(0, len(missing), _SHARD):
        shard = missing[start : start + _SHARD]
        hear = _from(len(vectors), total=len(text_of), progress=progress)
        matrix = encoder.encode([text_of[key] for key in shard], progress=hear)
        if folder:
            write_vectors(folder, shard, matrix=matrix)
        vectors.update(zip(shard, matrix, strict=True))
    matrix = np.stack([vectors[key] for key in keys]) if keys else encoder.encode([])
    return Embeddings(corpus.ids, matrix, encoder.fingerprint)


def _from(n_done: int, *, total: int, progress: Progress) -> Progress:
    """Let an encoder that knows one shard report on all of them."""

    def hear(stage: str, done: int, _: int, /) -> None:
        progress(stage, n_done + done, total)

    return hear
