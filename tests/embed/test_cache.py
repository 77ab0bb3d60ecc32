"""Rules of the cache: it returns what was encoded, survives kills, damage and company, and never mixes models."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from trends.embed.cache import open_cache, read_vectors, text_key, write_vectors
from trends.errors import WorkspaceError

KEYS = [text_key(text) for text in ("one", "two", "three")]
MATRIX = np.random.default_rng(0).normal(size=(3, 5)).astype(np.float32)


def test_vectors_come_back_bit_by_bit(tmp_path):
    folder = open_cache(tmp_path, fingerprint="model a")
    write_vectors(folder, KEYS, matrix=MATRIX)
    vectors = read_vectors(folder, KEYS)
    assert np.stack([vectors[key] for key in KEYS]).tobytes() == MATRIX.tobytes()


def test_only_wanted_vectors_are_read(tmp_path):
    folder = open_cache(tmp_path, fingerprint="model a")
    write_vectors(folder, KEYS, matrix=MATRIX)
    assert set(read_vectors(folder, [KEYS[1], text_key("four")])) == {KEYS[1]}


def test_models_do_not_mix_and_the_folder_tells_whose_it_is(tmp_path):
    mine, other = open_cache(tmp_path, fingerprint="model a"), open_cache(tmp_path, fingerprint="model b")
    write_vectors(mine, KEYS, matrix=MATRIX)
    assert read_vectors(other, KEYS) == {}
    assert json.loads((other / "meta.json").read_text()) == {"fingerprint": "model b"}


@pytest.mark.parametrize("damage", [lambda content: content[:-9], lambda content: content[:-1] + b"\x00", lambda _: b""])
def test_a_damaged_shard_is_dropped_with_a_warning_and_the_others_stay(tmp_path, caplog, damage):
    folder = open_cache(tmp_path, fingerprint="model a")
    write_vectors(folder, KEYS[:1], matrix=MATRIX[:1])
    (first,) = folder.glob("*.npy")
    write_vectors(folder, KEYS[1:], matrix=MATRIX[1:])
    first.write_bytes(damage(first.read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert set(read_vectors(folder, KEYS)) == set(KEYS[1:])
    assert "damaged and dropped" in caplog.text
    assert not first.exists()


def test_what_a_killed_process_left_unfinished_is_not_read(tmp_path):
    folder = open_cache(tmp_path, fingerprint="model a")
    write_vectors(folder, KEYS, matrix=MATRIX)
    (shard,) = folder.glob("*.npy")
    shard.rename(f"{shard}.5f2c.tmp")
    assert read_vectors(folder, KEYS) == {}


def test_many_may_write_at_once(tmp_path):
    folder = open_cache(tmp_path, fingerprint="model a")

    def write(number: int) -> None:
        write_vectors(open_cache(tmp_path, fingerprint="model a"), [text_key(str(number % 10))], matrix=MATRIX[:1] + number % 10)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    vectors = read_vectors(folder, [text_key(str(number)) for number in range(10)])
    assert all((vectors[text_key(str(number))] == MATRIX[0] + number).all() for number in range(10))
    assert len(list(folder.glob("*.npy"))) == 10  # equal shards have equal names
    assert not list(folder.glob("*.tmp"))


def test_a_cache_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        open_cache(tmp_path / "file", fingerprint="model a")
