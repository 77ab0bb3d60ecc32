"""Rules of identity: what lies in a file is told by its content, what lies elsewhere by its settings."""

import numpy as np
import polars as pl
import pytest

from trends.embed.hashing import Hashing
from trends.embed.identity import identity_of
from trends.embed.precomputed import Precomputed
from trends.embed.sentence import Sentence
from trends.errors import DataError


def test_vectors_that_changed_in_their_file_are_others(tmp_path):
    settings = Precomputed(path=str(tmp_path / "vectors.parquet"))
    found = []
    for seed in (0, 0, 1):
        matrix = np.random.default_rng(seed).normal(size=(2, 3))
        pl.DataFrame({"id": ["a", "b"], "embedding": matrix}).write_parquet(tmp_path / "vectors.parquet")
        found.append(identity_of(settings))
    assert found[0] == found[1] != found[2]


def test_a_model_whose_weights_changed_in_their_folder_is_another(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    found = []
    for weights in (b"one", b"one", b"two"):
        (tmp_path / "model.safetensors").write_bytes(weights)
        found.append(identity_of(Sentence(model=str(tmp_path))))
    assert found[0] == found[1] != found[2]


def test_what_names_no_file_is_told_by_its_settings():
    assert identity_of(Hashing()) == identity_of(Sentence()) == ""


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        identity_of(Precomputed(path=str(tmp_path / "absent.parquet")))
