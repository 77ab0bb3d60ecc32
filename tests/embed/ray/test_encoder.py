"""Many workers are one encoder: the same bytes, also when some of them die."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from trends.data import Corpus
from trends.embed.alone import load_alone
from trends.embed.encoder import Batch, Encoder, encode_all, unit_rows
from trends.embed.files import embed_files
from trends.embed.hashing import Hashing
from trends.embed.ray import open_ray
from trends.errors import DataError, MissingExtraError, TrendsError

TEXTS = [f"a study of method {number % 17} for the graph of word{number}" for number in range(2_000)]

HELLO = """
import os
from trends.embed.encoder import encode_all
from trends.embed.hashing import Hashing
from trends.embed.ray import open_ray

before = dict(os.environ)
with open_ray(Hashing(n_dims=4), n_workers=1) as encoder:
    print(encode_all(encoder, ["a", "b", "c"]).shape)
import ray
print(ray.is_initialized(), os.environ == before)
"""


@dataclass(frozen=True)
class Fragile:
    """Vectors drawn from seeds that are the texts; one text kills the process: once where a marker can be left, else always."""

    fatal: str = "no such text"
    marker: Path | None = None
    kind: str = "fragile"

    def load(self, corpus: Corpus) -> Encoder:
        return FragileEncoder(self)


@dataclass(frozen=True)
class FragileEncoder:
    settings: Fragile
    fingerprint: str = "fragile"
    n_dims: int = 8
    max_tokens: int | None = None
    is_costly: bool = True
    reads_any_text: bool = True

    @property
    def facts(self) -> dict[str, str]:
        return {"cores": os.environ.get("OMP_NUM_THREADS", "")}

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        marker = self.settings.marker
        if self.settings.fatal in texts and not (marker and marker.exists()):
            if marker:
                marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        for row in reversed(range(len(texts))):
            vector = np.random.default_rng(list(texts[row].encode())).normal(size=(1, self.n_dims))
            yield Batch(np.array([row]), unit_rows(vector), np.array([len(texts[row])], dtype=np.int32))


@dataclass(frozen=True)
class Unwilling:
    kind: str = "unwilling"

    def load(self, corpus: Corpus) -> Encoder:
        raise MissingExtraError(package="model2vec", extra="static", purpose="a static model")


def refuse(encoder: Encoder, item: int) -> int:
    if item == 3:
        raise DataError("three is no paper")
    return item


@pytest.fixture(scope="module")
def two_cores() -> Iterator[None]:
    """Ray on this machine, for all tests of this file since it takes seconds to start."""
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # workers cannot import tests
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    yield
    ray.shutdown()


@pytest.mark.slow
def test_two_workers_give_the_bytes_of_one(two_cores):
    with open_ray(Hashing(), n_workers=2, cores_per_worker=1) as encoder:
        alone = load_alone(Hashing())
        assert encoder.fingerprint == alone.fingerprint
        assert encoder.facts == {**alone.facts, "workers": "2 on ray"}
        assert encode_all(encoder, TEXTS).tobytes() == encode_all(alone, TEXTS).tobytes()
        assert encode_all(encoder, []).shape == (0, 256)


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_nothing_with_it(two_cores, tmp_path):
    settings = Fragile(TEXTS[700], marker=tmp_path / "killed")
    with open_ray(settings, cores_per_worker=1) as encoder:
        assert encoder.facts["cores"] == "1"
        found = encode_all(encoder, TEXTS)
    assert (tmp_path / "killed").exists()
    assert found.tobytes() == encode_all(load_alone(Fragile()), TEXTS).tobytes()


@pytest.mark.slow
def test_a_text_that_kills_every_worker_ends_in_an_error(two_cores):
    with (
        open_ray(Fragile(TEXTS[0]), cores_per_worker=1) as encoder,
        pytest.raises(TrendsError, match="4 workers died over the same papers"),
    ):
        encode_all(encoder, TEXTS)


@pytest.mark.slow
def test_errors_of_ours_come_back_as_themselves(two_cores):
    with pytest.raises(MissingExtraError, match=r"pip install 'trends\[static\]'"), open_ray(Unwilling(), n_workers=1):
        pass
    with open_ray(Fragile(), n_workers=1) as encoder, pytest.raises(DataError, match=r"^three is no paper$"):
        list(encoder.map(refuse, range(9)))


@pytest.mark.slow
def test_workers_turn_files_into_the_bytes_that_one_process_would_write(two_cores, tmp_path):
    papers = pl.DataFrame({"id": [f"sha:{n:04}" for n in range(len(TEXTS))], "title": TEXTS, "abstract": ""})
    papers.write_parquet(tmp_path / "papers.parquet")
    source = str(tmp_path / "papers.parquet")
    embed_files([source], str(tmp_path / "here"), encoder=load_alone(Fragile()), rows_per_shard=300)
    with open_ray(Fragile(TEXTS[1_000], marker=tmp_path / "killed"), cores_per_worker=1) as encoder:
        account = embed_files([source], str(tmp_path / "there"), encoder=encoder, rows_per_shard=300)
    assert (tmp_path / "killed").exists()
    assert (account.n_papers, account.n_made) == (2_000, 7)
    here, there = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("here", "there"))
    assert here == there


@pytest.mark.slow
def test_ray_is_started_in_silence_and_stopped_at_the_end():
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    done = subprocess.run([sys.executable, "-W", "error", "-c", HELLO], capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("(3, 4)\nFalse True\n", "", 0)


def test_ray_that_is_not_installed_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)  # as if it were not there
    with pytest.raises(MissingExtraError, match=r"needs the package 'ray': pip install 'trends\[ray\]'"), open_ray(Hashing()):
        pass
