"""Rules of the cache: it returns what was written, survives kills, damage and company, and never mixes models."""

import hashlib
import io
import json
import logging
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from trends.embed.cache import VectorCache, Vectors, text_keys
from trends.embed.encoder import Batch
from trends.errors import WorkspaceError

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TEXTS = ["one", "two", "three", "four"]
MATRIX = np.random.default_rng(0).normal(size=(4, 5)).astype(np.float32)
N_TOKENS = np.array([3, 1, 4, 1], dtype=np.int32)


def opened(root: Path, *, fingerprint: str = "model a", n_dims: int = 5) -> VectorCache:
    return VectorCache(root, fingerprint=fingerprint, n_dims=n_dims)


def wanted(texts: list[str] = TEXTS, *, n_dims: int = 5) -> Vectors:
    return Vectors.unknown(text_keys(texts), matrix=np.zeros((len(texts), n_dims), dtype=np.float32))


def write(root: Path, rows: list[int] = [0, 1, 2, 3], **options) -> None:  # noqa: B006  # only read
    """Write some of `TEXTS` as a run of its own."""
    vectors, rows = wanted(), np.array(rows)
    vectors.put(Batch(rows, MATRIX[rows], N_TOKENS[rows]))
    opened(root, **options).write(vectors, rows)


def read(root: Path, texts: list[str] = TEXTS, **options) -> Vectors:
    vectors = wanted(texts)
    opened(root, **options).fill(vectors)
    return vectors


def keys_on_disk(root: Path) -> list[bytes]:
    return [key for path in root.rglob("*.npy") for key in np.load(path)["key"].tolist()]


def save_as_shard(folder: Path, records: np.ndarray) -> Path:
    """Save any array under the name that a shard of these bytes has."""
    buffer = io.BytesIO()
    np.save(buffer, records)
    path = folder / f"{hashlib.sha256(buffer.getvalue()).hexdigest()}.npy"
    path.write_bytes(buffer.getvalue())
    return path


def test_vectors_come_back_bit_by_bit_with_their_tokens(tmp_path):
    write(tmp_path)
    vectors = read(tmp_path)
    assert vectors.matrix.tobytes() == MATRIX.tobytes()
    assert vectors.n_tokens.tolist() == [3, 1, 4, 1]
    assert vectors.is_known.all()
    assert vectors.is_kept.all()


def test_vectors_are_found_whatever_the_order_and_company_of_texts(tmp_path):
    write(tmp_path, [0, 2])
    write(tmp_path, [3])
    vectors = read(tmp_path, ["five", "four", "two", "one"])
    assert vectors.is_known.tolist() == [False, True, False, True]
    assert np.array_equal(vectors.matrix[[1, 3]], MATRIX[[3, 0]])


def test_of_equal_texts_the_first_is_filled(tmp_path):
    write(tmp_path)
    vectors = read(tmp_path, ["two", "one"] * 50)
    assert np.flatnonzero(vectors.is_known).tolist() == [0, 1]
    assert vectors.find(vectors.keys).tolist() == [0, 1] * 50


def test_a_key_is_the_sha256_of_the_text():
    assert text_keys(["naïve"]).tolist() == [hashlib.sha256("naïve".encode()).hexdigest().encode()]
    assert text_keys([]).shape == (0,)


def test_models_do_not_mix_and_the_folder_tells_whose_it_is(tmp_path):
    write(tmp_path)
    assert not read(tmp_path, fingerprint="model b").is_known.any()
    meta = opened(tmp_path, fingerprint="model b").folder / "meta.json"
    assert json.loads(meta.read_text()) == {"fingerprint": "model b", "n_dims": 5}


def test_what_another_process_wrote_meanwhile_is_filled_in_and_not_written_again(tmp_path):
    mine, vectors = opened(tmp_path), wanted()
    vectors.put(Batch(np.array([0, 1]), MATRIX[:2], N_TOKENS[:2]))
    write(tmp_path, [1, 2])
    mine.write(vectors, np.array([0, 1]))
    assert vectors.is_kept.tolist() == [True, True, True, False]
    assert sorted(keys_on_disk(tmp_path)) == sorted(text_keys(TEXTS[:3]).tolist())


def test_a_row_that_two_processes_encoded_becomes_the_one_on_disk(tmp_path):
    mine, vectors = opened(tmp_path), wanted()
    vectors.put(Batch(np.array([1]), -MATRIX[[1]], N_TOKENS[[1]]))
    write(tmp_path, [1])
    mine.write(vectors, np.array([1]))
    assert np.array_equal(vectors.matrix[1], MATRIX[1])


def test_writing_rows_twice_leaves_one_shard(tmp_path):
    mine, vectors = opened(tmp_path), wanted()
    vectors.put(Batch(np.arange(4), MATRIX, N_TOKENS))
    mine.write(vectors, np.array([2, 0]))
    mine.write(vectors, np.array([0, 2]))
    assert len(keys_on_disk(tmp_path)) == 2


def test_a_shard_is_opened_once(tmp_path):
    write(tmp_path)
    mine = opened(tmp_path)
    mine.fill(wanted())
    (shard,) = tmp_path.rglob("*.npy")
    shard.write_bytes(b"not looked at")
    mine.fill(wanted())
    assert shard.exists()


def truncated(content: bytes) -> bytes:
    return content[:-9]


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [truncated, flipped, emptied])
def test_a_damaged_shard_is_dropped_with_a_warning_and_the_others_stay(tmp_path, caplog, damage):
    write(tmp_path, [0])
    (first,) = tmp_path.rglob("*.npy")
    write(tmp_path, [1, 2, 3])
    first.write_bytes(damage(first.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert read(tmp_path).is_known.tolist() == [False, True, True, True]
    assert "damaged and dropped" in caplog.text
    assert not first.exists()


@pytest.mark.parametrize(
    "layout",
    [
        [("key", "S64"), ("vector", "f4", (5,))],
        [("key", "S64"), ("n_tokens", "i4"), ("vector", "f4", (6,))],
        [("key", "S64"), ("n_tokens", "i4"), ("vector", "f8", (5,))],
        "f4",
    ],
    ids=["an older layout", "other dimensions", "another precision", "no records"],
)
def test_a_shard_of_another_layout_is_dropped(tmp_path, caplog, layout):
    shard = save_as_shard(opened(tmp_path).folder, np.zeros(4, dtype=layout))
    with caplog.at_level(logging.WARNING):
        assert not read(tmp_path).is_known.any()
    assert shard.name in caplog.text
    assert not shard.exists()


def test_what_a_killed_process_left_unfinished_is_not_read_and_does_not_hinder(tmp_path):
    write(tmp_path)
    (shard,) = tmp_path.rglob("*.npy")
    shard.rename(shard.with_suffix(".tmp"))
    assert not read(tmp_path).is_known.any()
    write(tmp_path)
    assert read(tmp_path).is_known.all()
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_cache_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkspaceError, match="cannot be read or written"):
        opened(tmp_path / "file")


def test_many_vectors_need_little_more_memory_than_their_keys(tmp_path):
    n_texts = 200_000
    keys = text_keys([str(number) for number in range(n_texts)])
    matrix = np.random.default_rng(0).normal(size=(n_texts, 8)).astype(np.float32)
    source = Vectors.unknown(keys, matrix=matrix)
    writer = opened(tmp_path, n_dims=8)
    for rows in np.array_split(np.arange(n_texts), 20):
        source.is_known[rows] = True
        writer.write(source, rows)
    tracemalloc.start()
    vectors = Vectors.unknown(keys, matrix=np.zeros_like(matrix))
    opened(tmp_path, n_dims=8).fill(vectors)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.array_equal(vectors.matrix, matrix)
    # A dict with a small array for each vector would need four times as much.
    assert peak < keys.nbytes + matrix.nbytes
