"""Static models out of sentence models: a vector for each token of the vocabulary, made once and kept in a folder."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from trends.embed.loading import load_model
from trends.embed.weights import Weights, find_weights
from trends.errors import TrendsError, WorkspaceError

# Part of a kept model's name: raise it where the steps below change.
_RECIPE: Final = 1

_SIF: Final = 1e-4
_N_TOKENS: Final = 1_024
_NEVER_SAID: Final = re.compile(r"[\[<]unused\d+[\]>]")
_VERSION: Final = "version"


def find_distilled(weights: Weights, *, n_dims: int, root: Path) -> Weights:
    """Find the static model of a sentence model, or make it: about a minute on a CPU for a small model.

    Parameters
    ----------
    weights
        The sentence model.
    n_dims
        Length of a vector, at most that of the sentence model.
    root
        Folder that keeps static models.

    Returns
    -------
    Weights
        A folder that model2vec loads, known by its content: machines may round differently.

    Raises
    ------
    WorkspaceError
        Where the folder cannot be written.
    TrendsError
        Where the sentence model has no fast tokenizer.
    """
    recipe = hashlib.sha256(f"{_RECIPE} {weights.version} {n_dims}".encode()).hexdigest()
    folder = root / f"{Path(weights.model).name}-{recipe[:16]}"
    if not _is_whole(folder):
        _make(folder, weights, n_dims=n_dims)
    version = find_weights(str(folder)).version
    return Weights(weights.model, folder, f"distilled from {weights.origin}", version)


def sif_weights(n_tokens: int) -> NDArray[np.float64]:
    """Return the weight of each token of a vocabulary that stands in order of frequency: (n_tokens), rising from near 0.

    Weight = a / (a + p) (Arora, Liang & Ma 2017, "A simple but tough-to-beat baseline for sentence embeddings", equation 3)
    with a = 10⁻⁴ and the probability p of a token by Zipf's law, 1 / rank, from rank 2 on.
    """
    frequency = 1 / np.arange(2, n_tokens + 2)
    weights: NDArray[np.float64] = _SIF / (_SIF + frequency / frequency.sum())
    return weights


def principal_axes(vectors: NDArray[np.float64], *, n_dims: int) -> NDArray[np.float64]:
    """Centre vectors and turn them to their axes of greatest variance: (n, n_dims).

    The largest entry of an axis is positive, which makes its direction the same everywhere.
    """
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :n_dims]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    turned: NDArray[np.float64] = centred @ axes
    return turned


def _make(folder: Path, weights: Weights, *, n_dims: int) -> None:
    """Distil a model into a folder, or wait for the process that is about it."""
    from filelock import FileLock

    with _naming(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{folder}.lock").acquire()
    with lock:
        if not _is_whole(folder):
            matrix, tokenizer = _distil(weights, n_dims=n_dims)
            with _naming(folder):
                _write(folder, matrix, tokenizer=tokenizer)


def _distil(weights: Weights, *, n_dims: int) -> tuple[NDArray[np.float32], Any]:
    """Return the matrix of token vectors, (n_tokens, n_dims), and the tokenizer.

    After Tulkens & van Dongen (2024, "Model2Vec"). The package's own `distill` needs its extra, which asks for a
    transformers below the one that sentence models need here.
    """
    model = load_model(weights.folder, device="cpu", precision="float32")
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        raise TrendsError(f"the model {weights.model!r} has no fast tokenizer, which a static model needs: choose another")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    vocabulary = tokenizer.get_vocab()
    added = tokenizer.get_added_tokens_decoder()
    said = sorted(number for token, number in vocabulary.items() if number not in added and not _NEVER_SAID.fullmatch(token))
    vectors = principal_axes(_token_vectors(model, np.array(said)), n_dims=n_dims)
    matrix = np.zeros((len(vocabulary), vectors.shape[1]), dtype=np.float32)
    matrix[said] = vectors * sif_weights(len(said))[:, None]
    return matrix, tokenizer


def _token_vectors(model: Any, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a sentence model makes of each token alone, between the tokens that frame a text: (n_tokens, n_dims)."""
    import torch

    # Lengths matter in a mean: a token that says little is short.
    modules = [module for module in model if type(module).__name__ != "Normalize"]
    before, after = _frame(model.tokenizer.backend_tokenizer)
    found = []
    for start in range(0, len(tokens), _N_TOKENS):
        block = tokens[start : start + _N_TOKENS]
        ids = np.array([[*before, token, *after] for token in block])
        features = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.ones(ids.shape, dtype=torch.int64)}
        with torch.inference_mode():
            for module in modules:
                features = module(features)
        found.append(features["sentence_embedding"].numpy().astype(np.float64))
    return np.concatenate(found)


def _frame(tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return the tokens that stand before and after every text."""
    bare, framed = tokenizer.encode("a", add_special_tokens=False).ids, tokenizer.encode("a").ids
    start = next(i for i in range(len(framed)) if framed[i : i + len(bare)] == bare)
    return framed[:start], framed[start + len(bare) :]


def _write(folder: Path, matrix: NDArray[np.float32], *, tokenizer: Any) -> None:
    """Write a model that is there whole or not at all."""
    from model2vec import StaticModel

    unfinished = folder.with_name(f"{folder.name}.{uuid4().hex}.tmp")
    try:
        StaticModel(matrix, tokenizer, config={"model_type": "model2vec"}, max_length=None).save_pretrained(unfinished)
        (unfinished / _VERSION).write_text(find_weights(str(unfinished)).version)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_whole(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        return find_weights(str(folder)).version == (folder / _VERSION).read_text()
    except (TrendsError, OSError):
        return False


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    """Say which folder it was that could not be written."""
    try:
        yield
    except OSError as error:
        reason = f"the static model {str(folder)!r} cannot be kept: {error.strerror}"
        raise WorkspaceError(f"{reason}, set embed.folder to a folder that can be written") from error
