"""Files of vectors that are not what they should be: each says what is wrong with it."""

import re

import numpy as np
import polars as pl
import pytest

from trends.embed.vector_files import read_numpy, read_parquet
from trends.errors import DataError


@pytest.mark.parametrize("content", [b"", b"no array"], ids=repr)
def test_a_file_that_is_absent_or_broken_cannot_be_read(tmp_path, content):
    for read in (lambda path: read_numpy(path, ids=None), lambda path: read_parquet([path], column="embedding", id_column="id")):
        with pytest.raises(DataError, match=r"the vectors '.*absent' cannot be read"):
            read(tmp_path / "absent")
        (tmp_path / "broken").write_bytes(content)
        with pytest.raises(DataError, match=r"the vectors '.*broken' cannot be read"):
            read(tmp_path / "broken")


@pytest.mark.parametrize(
    "array", [np.zeros(3), np.zeros((2, 2), dtype=int), np.zeros((1, 2, 3))], ids=["flat", "integers", "deep"]
)
def test_a_matrix_is_floats_in_rows(tmp_path, array):
    np.save(tmp_path / "vectors.npy", array)
    shape = re.escape(f"holds {array.dtype} of shape {array.shape}, it must be floats of (n_rows, n_dims)")
    with pytest.raises(DataError, match=shape):
        read_numpy(tmp_path / "vectors.npy", ids=None)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"id": ["a"], "vector": [[1.0]]}, "has no column 'embedding', it has id, vector"),
        ({"name": ["a"], "embedding": [[1.0]]}, "has no column 'id', it has name, embedding"),
        ({"id": ["a"], "embedding": [1.0]}, "holds Float64, it must hold lists of floats"),
        ({"id": ["a"], "embedding": [["x"]]}, r"holds List\(String\), it must hold lists of floats"),
        ({"id": ["a", "b"], "embedding": [[1.0], [1.0, 2.0]]}, "are of 1 or 2 numbers, they must all be of one length"),
        ({"id": ["a"], "embedding": pl.Series([[]], dtype=pl.List(pl.Float32))}, "are of 0 numbers"),
        ({"id": ["a"], "embedding": pl.Series([None], dtype=pl.List(pl.Float32))}, "are of no numbers"),
    ],
)
def test_a_column_is_lists_of_floats_of_one_length(tmp_path, table, sentence):
    pl.DataFrame(table).write_parquet(tmp_path / "vectors.parquet")
    with pytest.raises(DataError, match=sentence):
        read_parquet([tmp_path / "vectors.parquet"], column="embedding", id_column="id")


def test_numbers_may_serve_as_ids_and_a_gap_in_a_vector_shows(tmp_path):
    pl.DataFrame({"id": [7, 8], "embedding": [[1.0, 2.0], [3.0, None]]}).write_parquet(tmp_path / "vectors.parquet")
    found = read_parquet([tmp_path / "vectors.parquet"], column="embedding", id_column="id")
    assert found.ids == ["7", "8"]
    np.testing.assert_array_equal(found.matrix, [[1, 2], [3, np.nan]])
