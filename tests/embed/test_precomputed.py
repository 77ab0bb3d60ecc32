"""Rules of vectors from a file: each paper gets its own, or an error says whose is missing."""

import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed.encoder import encode_all, unit_rows
from trends.embed.precomputed import Precomputed
from trends.errors import ConfigError, DataError

IDS = ["acl:P19-1001", "arxiv:2107.05580", "doi:10.1000/Xyz", "sha:00ff"]
MATRIX = np.random.default_rng(0).normal(size=(4, 3))


@pytest.fixture
def corpus() -> Corpus:
    empty = {"abstract": "", "authors": [], "categories": [], "sources": []}
    papers = [{"id": name, "title": f"About {name}"} | empty for name in IDS]
    return Corpus.of(pl.DataFrame(papers, schema=CORPUS_SCHEMA))


@pytest.fixture
def write(tmp_path):
    def write_(ids, matrix, *, column="embedding", id_column="id"):
        path = tmp_path / "vectors.parquet"
        pl.DataFrame({id_column: ids, column: matrix}).write_parquet(path)
        return str(path)

    return write_


@pytest.mark.parametrize("kind", [pl.List(pl.Float64), pl.List(pl.Float32), pl.Array(pl.Float64, 3), pl.Array(pl.Float16, 3)])
def test_rows_of_parquet_find_their_papers_in_any_order(corpus, write, kind):
    vectors = pl.Series(MATRIX[::-1].tolist()).cast(pl.List(kind.inner)).cast(kind)
    encoder = Precomputed(path=write(IDS[::-1], vectors)).load(corpus)
    assert encode_all(encoder, corpus.texts()) == pytest.approx(unit_rows(MATRIX), abs=2e-3)
    assert encoder.n_dims == 3


def test_ids_may_be_bare_or_written_with_other_capitals(corpus, write):
    names = ["p19-1001", "ARXIV:2107.05580", "10.1000/xyz", "00FF"]
    encoder = Precomputed(path=write(names, MATRIX)).load(corpus)
    assert encode_all(encoder, corpus.texts()) == pytest.approx(unit_rows(MATRIX), abs=1e-6)


def test_columns_may_have_any_name_and_rows_of_other_papers_do_not_matter(corpus, write):
    path = write(["other", *IDS], np.vstack([[0, 0, 0], MATRIX]), column="vector", id_column="paper")
    encoder = Precomputed(path=path, column="vector", id_column="paper").load(corpus)
    assert encode_all(encoder, corpus.texts()) == pytest.approx(unit_rows(MATRIX), abs=1e-6)


def test_papers_without_a_vector_are_counted_and_the_first_are_named(corpus, write):
    with pytest.raises(
        DataError, match=r"^3 of 4 papers have no vector in '.*', the first are acl:P19-1001, doi:10.1000/Xyz, sha:00ff"
    ):
        Precomputed(path=write(IDS[1:2], MATRIX[:1])).load(corpus)


def test_a_null_is_no_vector(corpus, write):
    with pytest.raises(DataError, match=r"^1 of 4 papers have no vector in '.*', the first are sha:00ff"):
        Precomputed(path=write(IDS, [*MATRIX[:3].tolist(), None])).load(corpus)


def test_a_paper_with_two_vectors_is_an_error(corpus, write):
    with pytest.raises(DataError, match="the id 'SHA:00ff' stands more than once"):
        Precomputed(path=write([*IDS, "SHA:00ff"], MATRIX[[0, 1, 2, 3, 0]])).load(corpus)


def test_a_matrix_of_numpy_has_a_row_per_paper_in_the_order_of_the_corpus(corpus, tmp_path):
    np.save(tmp_path / "vectors.npy", MATRIX.astype(np.float16))
    encoder = Precomputed(path=str(tmp_path / "vectors.npy")).load(corpus)
    assert isinstance(encoder.vectors.args[0], np.memmap)  # the matrix in which vectors are looked up
    assert encode_all(encoder, corpus.texts()[::-1]) == pytest.approx(unit_rows(MATRIX)[::-1], abs=2e-3)


def test_a_matrix_of_another_height_says_how_to_give_ids(corpus, tmp_path):
    np.save(tmp_path / "vectors.npy", MATRIX[:3])
    with pytest.raises(
        DataError, match=r"has 3 rows for 4 papers, .* write the id of each row to a text file and give it as embed\.ids"
    ):
        Precomputed(path=str(tmp_path / "vectors.npy")).load(corpus)


def test_a_text_file_names_the_rows_of_a_matrix(corpus, tmp_path):
    np.save(tmp_path / "vectors.npy", np.vstack([MATRIX[::-1], [9, 9, 9]]))
    (tmp_path / "ids.txt").write_text("\n".join([*IDS[::-1], "other"]) + "\n")
    settings = Precomputed(path=str(tmp_path / "vectors.npy"), ids=str(tmp_path / "ids.txt"))
    assert encode_all(settings.load(corpus), corpus.texts()) == pytest.approx(unit_rows(MATRIX), abs=1e-6)
    (tmp_path / "ids.txt").write_text("\n".join(IDS))
    with pytest.raises(DataError, match=r"names 4 rows, '.*' has 5: there must be an id for each"):
        settings.load(corpus)


@pytest.mark.parametrize("row", [[0, 0, 0], [1, np.nan, 0], [np.inf, 0, 0]], ids=str)
def test_a_vector_without_a_direction_names_its_paper(corpus, write, row):
    with pytest.raises(DataError, match=r"the vector of 'arxiv:2107.05580' is zero or not finite, each must have a direction"):
        Precomputed(path=write(IDS, np.vstack([MATRIX[:1], [row], MATRIX[2:]]))).load(corpus)


def test_a_text_that_is_no_paper_is_an_error(corpus, write):
    encoder = Precomputed(path=write(IDS, MATRIX)).load(corpus)
    with pytest.raises(DataError, match="precomputed vectors know the texts of the papers alone and not 'graph kernel'"):
        encode_all(encoder, ["graph kernel"])


def test_papers_of_one_text_have_the_vector_of_the_first(corpus, write):
    twins = Corpus.of(corpus.table.with_columns(pl.lit("Editorial").alias("title")))
    encoder = Precomputed(path=write(IDS, MATRIX)).load(twins)
    assert encode_all(encoder, ["Editorial"]) == pytest.approx(unit_rows(MATRIX[:1]), abs=1e-6)


def test_another_file_is_another_model_and_a_copy_is_not(corpus, write, tmp_path):
    path = write(IDS, MATRIX)
    fingerprint = Precomputed(path=path).load(corpus).fingerprint
    (tmp_path / "copy.parquet").write_bytes((tmp_path / "vectors.parquet").read_bytes())
    assert Precomputed(path=str(tmp_path / "copy.parquet")).load(corpus).fingerprint == fingerprint
    assert Precomputed(path=write(IDS, MATRIX + 1)).load(corpus).fingerprint != fingerprint


def test_a_file_of_another_kind_is_an_error(corpus):
    with pytest.raises(ConfigError, match=r"embed.path is 'vectors.csv', it must be a folder or end in .parquet or .npy"):
        Precomputed(path="vectors.csv").load(corpus)
    with pytest.raises(ConfigError, match=r"embed.ids is 'ids.txt', a Parquet file has its ids in a column"):
        Precomputed(path="vectors.parquet", ids="ids.txt").load(corpus)


def test_a_folder_of_shards_is_read_as_one_file(corpus, tmp_path):
    for shard, rows in (("part-b", slice(2)), ("part-a", slice(2, 4))):
        pl.DataFrame({"id": IDS[rows], "embedding": MATRIX[rows]}).write_parquet(tmp_path / f"{shard}.parquet")
    (tmp_path / "_meta.json").write_text("{}")
    encoder = Precomputed(path=str(tmp_path)).load(corpus)
    assert encode_all(encoder, corpus.texts()) == pytest.approx(unit_rows(MATRIX), abs=1e-6)


def test_a_folder_without_shards_says_so(corpus, tmp_path):
    with pytest.raises(DataError, match="holds no vectors"):
        Precomputed(path=str(tmp_path)).load(corpus)
