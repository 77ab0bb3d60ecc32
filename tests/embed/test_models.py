"""Rules of keeping house: models are listed with their use, and pruning takes only what it was told to take."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from trends.embed.cache import VectorCache, Vectors, text_keys
from trends.embed.encoder import Batch
from trends.embed.models import MODELS_SCHEMA, list_models, prune
from trends.errors import ConfigError

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


def age(root: Path, *, fingerprint: str, days: int) -> None:
    meta = opened(root, fingerprint=fingerprint).folder / "meta.json"
    used = (NOW - timedelta(days=days)).timestamp()
    os.utime(meta, (used, used))


def two_models(root: Path) -> None:
    write(root, fingerprint="model a")
    write(root, [0, 1], fingerprint="model b")
    age(root, fingerprint="model a", days=30)
    age(root, fingerprint="model b", days=1)


def test_models_are_listed_with_the_last_used_first(tmp_path):
    two_models(tmp_path)
    table = list_models(tmp_path)
    assert table.schema == MODELS_SCHEMA
    assert table.select("fingerprint", "n_vectors", "n_dims", "last_used").rows() == [
        ("model b", 2, 5, NOW - timedelta(days=1)),
        ("model a", 4, 5, NOW - timedelta(days=30)),
    ]
    assert table["bytes"].to_list() == [sum(path.stat().st_size for path in Path(row).glob("*.npy")) for row in table["folder"]]


def test_opening_a_model_marks_it_as_used(tmp_path):
    two_models(tmp_path)
    opened(tmp_path, fingerprint="model a")
    assert list_models(tmp_path)["fingerprint"].to_list() == ["model a", "model b"]


def test_a_cache_that_is_not_there_holds_no_models(tmp_path):
    assert list_models(tmp_path / "nowhere").is_empty()
    assert prune(tmp_path / "nowhere", now=NOW, models="") == 0


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"unused_since": NOW - timedelta(days=7)}, ["model b"]),
        ({"unused_since": NOW - timedelta(days=60)}, ["model a", "model b"]),
        ({"models": "model"}, []),
        ({"models": "b"}, ["model a"]),
        ({"models": "b", "unused_since": NOW - timedelta(days=7)}, ["model a", "model b"]),
        ({}, ["model a", "model b"]),
    ],
)
def test_pruning_removes_what_meets_every_condition_and_nothing_without_one(tmp_path, chosen, left):
    two_models(tmp_path)
    before = sum(path.stat().st_size for path in tmp_path.rglob("*.*"))
    freed = prune(tmp_path, now=NOW, **chosen)
    assert sorted(list_models(tmp_path)["fingerprint"]) == left
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == len(left)
    assert freed == before - sum(path.stat().st_size for path in tmp_path.rglob("*.*"))


def test_a_model_that_is_being_written_is_not_pruned(tmp_path):
    two_models(tmp_path)
    folder = opened(tmp_path, fingerprint="model a").folder
    with FileLock(folder.with_suffix(".lock")):
        prune(tmp_path, now=NOW, models="")
    assert list_models(tmp_path)["fingerprint"].to_list() == ["model a"]


def test_a_run_whose_model_was_pruned_writes_on(tmp_path):
    mine, vectors = opened(tmp_path), wanted()
    vectors.put(Batch(np.arange(4), MATRIX, N_TOKENS))
    prune(tmp_path, now=NOW, models="")
    mine.write(vectors, np.arange(4))
    assert list_models(tmp_path)["n_vectors"].to_list() == [4]


def test_unfinished_files_are_pruned_after_an_hour(tmp_path):
    write(tmp_path)
    folder = opened(tmp_path).folder
    for name, minutes in (("young.tmp", 59), ("old.tmp", 61), ("older.npy.5f2c.tmp", 600)):
        (folder / name).write_bytes(b"12345")
        then = (NOW - timedelta(minutes=minutes)).timestamp()
        os.utime(folder / name, (then, then))
    assert prune(tmp_path, now=NOW) == 10
    assert [path.name for path in folder.glob("*.tmp")] == ["young.tmp"]


def test_pruning_touches_no_folder_and_no_file_of_somebody_else(tmp_path):
    write(tmp_path)
    folder = opened(tmp_path).folder
    (folder / "notes.txt").write_text("mine")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "meta.json").write_text("{}")
    prune(tmp_path, now=NOW, models="")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    assert (tmp_path / "photos" / "meta.json").exists()


def test_a_folder_of_an_older_layout_is_listed_as_holding_nothing_and_can_be_pruned(tmp_path):
    folder = tmp_path / ("0" * 64)
    folder.mkdir()
    (folder / "meta.json").write_text('{"fingerprint": "old"}')
    np.save(folder / "old.npy", np.zeros(4, dtype=[("key", "S64"), ("vector", "f4", (5,))]))
    assert list_models(tmp_path).select("fingerprint", "n_vectors", "n_dims").rows() == [("old", 0, None)]
    prune(tmp_path, now=NOW, models="old")
    assert not folder.exists()


def test_damaged_meta_is_mended_when_the_model_is_used_again(tmp_path):
    write(tmp_path)
    (meta,) = tmp_path.rglob("meta.json")
    meta.write_text('{"finger')
    assert list_models(tmp_path)["fingerprint"].to_list() == [None]
    opened(tmp_path)
    assert list_models(tmp_path)["fingerprint"].to_list() == ["model a"]


def test_a_moment_without_a_time_zone_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="unused_since is 2026-01-01T00:00:00, it must have a time zone"):
        prune(tmp_path, now=NOW, unused_since=datetime(2026, 1, 1))
